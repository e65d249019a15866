/** `notRun`: why there is no verdict at all. `wrong`: a sentence each; none when all is well. */
export type Verdict = { said: string[]; wrong: string[]; notRun?: string };
