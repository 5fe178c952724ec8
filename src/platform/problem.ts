/**
 * Everything known that can go wrong and is not a person's slip in a form: one closed list.
 * A route lets it pass; `hooks.server.ts` answers it as a page in the reader's language
 * (message keys `problem.<code>.title` and `problem.<code>.remedy`).
 */
export const problems = {
	not_found: 404,
	// Forbidden looks like not found: a stranger learns nothing about what exists.
	forbidden: 404,
	// A link from a mail: unknown, expired and revoked look the same.
	link_closed: 404,
	desk_closed: 401,
	prove_again: 401,
	conflict: 409,
	stale: 409,
	frozen: 409,
	too_slow: 408,
	too_large: 413,
	// Nothing that could be printed: no tested number, a text too long for its place, letters without a font.
	unprintable: 422,
	too_many: 429,
	unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problems;

export class Problem extends Error {
	readonly code: ProblemCode;
	readonly status: number;

	/** @param detail for the log and for developers, in English; people see the message of the code. */
	constructor(code: ProblemCode, detail: string) {
		super(detail);
		this.name = 'Problem';
		this.code = code;
		this.status = problems[code];
	}
}

/**
 * One mistake of a person, as `input.ts` reports it: which field, what is wrong (a message key) and the words to fill in.
 * `remedy` is its own message: what to write instead.
 */
export type Issue = {
	field: string;
	message: string;
	words?: Record<string, string | number>;
};

/** The answer of every parser in an `input.ts`. */
export type Parsed<T> = { ok: true; value: T } | { ok: false; issues: Issue[] };

/** Unique, foreign key, deadlock: actions ask before they write, so what meets these was done meanwhile by somebody else. */
const meanwhile: Record<string, ProblemCode> = { '23505': 'conflict', '23503': 'stale', '40P01': 'stale' };

/** The known problem in whatever was thrown, be it ours or the database's; undefined when it is a bug. */
export function problemIn(thrown: unknown): Problem | undefined {
	if (thrown instanceof Problem) return thrown;
	if (!(thrown instanceof Error) || thrown.name !== 'PostgresError' || !('code' in thrown)) return undefined;
	const code = meanwhile[String(thrown.code)];
	return code && new Problem(code, thrown.message);
}

/** For a form that keeps what was typed when somebody else saved first; whatever else was thrown goes on. */
export function staleOnly(thrown: unknown): 'stale' {
	const code = problemIn(thrown)?.code;
	if (code === 'stale' || code === 'conflict') return 'stale';
	throw thrown;
}
