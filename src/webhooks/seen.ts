/** Remembers which webhooks were accepted, for all processes of this machine. */
export interface SeenIds {
  /** @param at Unix milliseconds @returns whether this is the first; of any number of askers at once, one alone is told so */
  firstTime(source: string, id: string, at: number): Promise<boolean>;
  /** Forgets one, so that it can be sent again: what it should have started did not start. */
  takeBack(source: string, id: string): Promise<unknown>;
}
