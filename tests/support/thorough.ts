/**
 * `KAMBANA_THOROUGH=1 npm test -- processes browser` asks everything of everybody: an hour. The daily run asks a part of it, chosen so that
 * every page, every role and every way of asking still comes up, only not each with each.
 */
export const thorough = process.env.KAMBANA_THOROUGH === '1';

/** Whether the daily run has this turn: one of `daily`, counted through; every turn when the run is thorough. */
export const isDaily = (turn: number, daily: number): boolean => thorough || turn % daily === 0;
