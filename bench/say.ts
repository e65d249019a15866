/** Tells the person who waits where the bench is. */
export type Say = (line: string) => void;
