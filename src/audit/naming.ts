import { count, list } from '#i18n/format.ts';
import type { Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';
import type { AuditEntry } from '#platform/audit.ts';
import { type Move, movesOf, rowsOf } from './model.ts';

/** Where the states of a table have their names. */
const statesOf: Record<string, string> = {
	activities: 'state',
	announcement_versions: 'announcement.state',
	case_versions: 'case.state',
	check_phases: 'check.state',
	contributions: 'contribution.state',
	help_pages: 'help.language.state',
	help_recordings: 'help.recording.state',
	letters: 'letter.state',
	mails: 'mail.state',
	material_versions: 'version_state',
	meetings: 'meeting.state',
	national_activities: 'national.state',
	opportunities: 'opportunity.state',
	programmes: 'programme_state',
	question_sets: 'question.set.state',
	question_versions: 'question.state',
	tasks: 'task.state',
	videos: 'video.state',
};

/** Of these a row is work under way. */
const jobs = new Set(['drafts', 'video_sizes']);

/** What a state of a table is called, such as "confirmed"; null for a state that has no name. */
export function stateText(locale: Locale, table: string, state: string): string | null {
	const key = jobs.has(table) ? `audit.state.job.${state}` : `${statesOf[table]}.${state}`;
	return isMessageKey(key) ? t(locale, key) : null;
}

/** One entry in words: what, how it changed, from which state to which. */
export function entryText(locale: Locale, entry: AuditEntry): string {
	if (!('table' in entry)) return noteText(locale, entry);
	const key = `audit.table.${entry.table}`;
	const what = t(locale, isMessageKey(key) ? key : 'audit.table.other');
	const change = t(locale, `audit.verb.${entry.verb}`, { n: count(locale, rowsOf(entry.records)) });
	const said = t(locale, 'audit.entry', { what, change });
	const moves = movesOf(entry.records);
	if (moves.length === 0) return said;
	const all = rowsOf(entry.records);
	const states = moves.map((move) => moveText(locale, entry.table, move, move.rows === all ? 1 : move.rows));
	return t(locale, 'audit.entry.states', { entry: said, states: list(locale, states) });
}

function moveText(locale: Locale, table: string, { from, to }: Pick<Move, 'from' | 'to'>, rows: number): string {
	const name = (state: string) => stateText(locale, table, state) ?? state;
	const words = { from: from ? name(from) : '', to: to ? name(to) : '' };
	const move = t(locale, from && to ? 'audit.move' : to ? 'audit.move.to' : 'audit.move.from', words);
	return rows === 1 ? move : t(locale, 'audit.move.many', { move, n: count(locale, rows) });
}

function noteText(locale: Locale, { what, details }: Extract<AuditEntry, { what: string }>): string {
	if (what === 'audit.head') return t(locale, 'audit.what.head', { number: String(details.seq) });
	if (what !== 'refused') return t(locale, 'audit.what.other', { what });
	const page = String(details.route).replace('/[lang=lang]', '').replace('/desk/[committee]', '') || '/';
	const verb = details.verb === 'GET' ? '' : ` ${details.verb}`;
	const words = { page: `${page}${verb}`, n: count(locale, Number(details.times)) };
	return t(locale, Number(details.times) > 1 ? 'audit.what.refused_many' : 'audit.what.refused', words);
}
