/**
 * An expected fault of the surroundings (a port in use, a full disk, a wrong address): one sentence that says what is
 * wrong and what to do. Scripts print the sentence and end with 1; a stack trace would help nobody.
 */
export class Refusal extends Error {
	constructor(sentence: string, options?: ErrorOptions) {
		super(sentence, options);
		this.name = 'Refusal';
	}
}

/** The code of a fault of the system or of PostgreSQL (`ENOSPC`, `28P01`), or an empty text. */
export const codeOf = (fault: unknown): string =>
	typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
