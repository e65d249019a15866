/** Prints the progress of the bench. */
export type Say = (line: string) => void;
