/** What the audit chain is made of and how it is written; docs/decisions/0015 says why. */

/** The last link of the chain: how many entries there are, and the hash that binds them all, in hexadecimal. */
export type Head = { seq: number; hash: string };

/** A head somebody else holds: printed, mailed, typed at the command line. The hash may be its beginning only. */
export type Anchor = Head & { source: string };

/**
 * What is wrong with the chain.
 * - `content`: an entry is not what was hashed
 * - `link`: an entry does not continue the one before it
 * - `missing`: an entry is not there, though later ones are
 * - `unchained`: an entry that no transaction of the application has bound
 * - `log_longer`: entries after the head
 * - `truncated`: the head is beyond the last entry
 * - `head`: the head is not the hash of the last entry
 * - `anchor`: the chain is whole, and not the one that was printed or mailed
 */
export type FindingKind = 'content' | 'link' | 'missing' | 'unchained' | 'log_longer' | 'truncated' | 'head' | 'anchor';

/** `row` is the first bad one by its number in the chain; of what has no number, by its id. */
export type Finding = { kind: FindingKind; row: number } & {
	/** Only of an anchor: which, and the last row that an earlier anchor still vouches for. */
	source?: string;
	since?: number;
};

export type Verdict = { findings: Finding[]; entries: number; anchors: number; head: Head };

/** How many hexadecimal digits of a hash are printed: 128 bits. */
const printed = 32;

/** A hash as people compare it: groups of four. */
export const shortHash = (hash: string): string => (hash.slice(0, printed).match(/.{4}/g) ?? []).join(' ');

/** A head as it is printed, mailed or typed: `812:a1b2 c3d4 …`; null when it is none, or too short to prove anything. */
export function readAnchor(text: string): Head | null {
	const [, seq = '', hash = ''] = /^(\d{1,15}):([\da-f ]+)$/i.exec(text.trim()) ?? [];
	const digits = hash.replaceAll(' ', '').toLowerCase();
	return digits.length >= 16 && digits.length <= 64 ? { seq: Number(seq), hash: digits } : null;
}

/** An entry of the chain as it is kept: either a change of a table, or a note of something else. */
export type AuditEntry = {
	seq: number | null;
	at: string;
	tx: string;
	actor: string;
	scope: string;
	committee?: string;
} & (
	| { table: string; verb: AuditVerb; records?: AuditRecords[]; columns?: string[] }
	| { what: string; details: Record<string, string | number | boolean> }
);
export type AuditVerb = 'insert' | 'update' | 'delete' | 'truncate';
/** Records that went the same way from state to state; more than a hundred ids are one hash of them all. */
export type AuditRecords = { rows: number; ids: string[] | string; from?: string; to?: string };
