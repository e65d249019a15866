/** `notRun`: why there is no verdict. `wrong`: one sentence for each fault; empty when all is well. */
export type Verdict = { said: string[]; wrong: string[]; notRun?: string };
