/** How long a printed desk key waits to be used. */
export const keyHours = 24;
/** A desk session ends after this long without a request, and in any case after `sessionHours`. */
export const idleMinutes = 120;
export const sessionHours = 12;

export const sessionCookie = 'kambana_desk';

/** Who may open a route; what is not in the table is open to nobody. */
export type Audience =
	| 'public' // the same for everybody, so kept ready by the front
	| 'anyone' // open, but never kept
	| 'desk';
