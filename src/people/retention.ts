/**
 * What is kept of persons, why, and for how long: the one table that the page about personal data shows and that the hourly job
 * carries out. A row with `end: 'keep'` has no end that a program could know; it says who decides.
 */
export type Kept = {
	/** Names it in the messages: `kept.<name>.what`, `.why` and, where a person decides, `.until`. */
	name: string;
	table: string;
	/** On what it rests: a public task, or keeping accounts and records safe. */
	ground: 'task' | 'security';
} & (
	| {
			/** The column from which the time runs, and how long that is. */
			since: string;
			hours: number;
			/** - `delete`: the record goes
			 * - `blank`: what it says goes, that it was stays
			 * - `erase`: an account becomes a number without a person */
			end: 'delete' | 'erase' | { blank: Readonly<Record<string, string | null>> };
	  }
	| { end: 'keep' }
);

const days = (n: number): number => n * 24;

export const retention: readonly Kept[] = [
	{ name: 'accounts', table: 'accounts', ground: 'task', since: 'disabled_at', hours: days(30), end: 'erase' },
	{ name: 'seats', table: 'seats', ground: 'task', end: 'keep' },
	{ name: 'contacts', table: 'focal_points', ground: 'task', since: 'valid_to', hours: days(31), end: 'delete' },
	{ name: 'history', table: 'activity_events', ground: 'task', end: 'keep' },
	{ name: 'letters', table: 'letters', ground: 'task', end: 'keep' },
	{ name: 'audit', table: 'audit_entries', ground: 'security', end: 'keep' },
	{
		...{ name: 'mail_texts', table: 'mails', ground: 'task', since: 'created_at', hours: days(90) },
		end: { blank: { text_body: '', html_body: '', calendar: null, calendar_method: null, unsubscribe: null } },
	},
	{ name: 'mails', table: 'mails', ground: 'security', since: 'created_at', hours: days(365), end: 'delete' },
	{ name: 'imports', table: 'import_previews', ground: 'task', since: 'at', hours: days(30), end: 'delete' },
	{ name: 'answer_links', table: 'answer_links', ground: 'task', since: 'expires_at', hours: days(30), end: 'delete' },
	{
		name: 'meeting_links',
		table: 'meeting_links',
		ground: 'task',
		since: 'expires_at',
		hours: days(30),
		end: 'delete',
	},
	{ name: 'invitations', table: 'invitations', ground: 'security', since: 'created_at', hours: 24, end: 'delete' },
	{ name: 'requests', table: 'sign_in_requests', ground: 'security', since: 'created_at', hours: 24, end: 'delete' },
	{ name: 'halves', table: 'half_sessions', ground: 'security', since: 'created_at', hours: 24, end: 'delete' },
	{
		name: 'challenges',
		table: 'passkey_challenges',
		ground: 'security',
		since: 'expires_at',
		hours: 24,
		end: 'delete',
	},
	{ name: 'sessions', table: 'sessions', ground: 'security', since: 'expires_at', hours: 0, end: 'delete' },
];

/** A period as people count it. */
export const periodOf = (hours: number): { unit: 'none' | 'hours' | 'days'; n: number } =>
	hours === 0
		? { unit: 'none', n: 0 }
		: hours <= 24
			? { unit: 'hours', n: hours }
			: { unit: 'days', n: Math.floor(hours / 24) };
