import { expect, test } from 'vitest';
import { type AuditEntry, readAnchor, shortHash } from '#platform/audit.ts';
import { parseAuditQuestion } from './input.ts';
import { actsOf, movesOf } from './model.ts';
import { entryText } from './naming.ts';

const from = (seq: number, tx: string, more: object): AuditEntry =>
	({ seq, tx, at: '2026-10-02T08:30:00.000Z', actor: 'secretary:1', scope: 'committee', ...more }) as AuditEntry;
const rows = (count: number, more: object = {}) => ({ rows: count, ids: [], ...more });

test('what one transaction did is one act, in the order it was done; the same to the same table is one line', () => {
	const entries = [
		from(5, '8', { table: 'partners', verb: 'delete', records: [rows(1)] }),
		from(4, '7', { table: 'programme_events', verb: 'insert', records: [rows(1)] }),
		from(3, '7', { table: 'activities', verb: 'insert', records: [rows(500, { to: 'proposed' })] }),
		from(2, '7', { table: 'activities', verb: 'insert', records: [rows(1000, { to: 'proposed' })] }),
		from(1, '7', { table: 'activities', verb: 'update', records: [rows(2)] }),
	];
	const acts = actsOf(entries);
	expect(acts.map(({ tx, entries: lines }) => [tx, lines.map(({ seq }) => seq)])).toEqual([
		['8', [5]],
		['7', [1, 2, 4]],
	]);
	expect(acts[1]?.entries.map((entry) => entryText('en', entry))).toEqual([
		'Activities, changed: 2',
		'Activities, added: 1,500 (proposed)',
		'Histories of programmes, added: 1',
	]);
});

test('an entry says from which state to which, in the words of its table', () => {
	const moved = from(1, '7', {
		table: 'activities',
		verb: 'update',
		records: [rows(1, { from: 'proposed', to: 'confirmed' }), rows(3, { from: 'held', to: 'returned' }), rows(2)],
	});
	expect(entryText('sq', moved)).toBe('Veprimtari, ndryshuar: 6 (propozuar → konfirmuar dhe mbajtur → raportuar: 3)');
	const deleted = from(1, '7', {
		table: 'announcement_versions',
		verb: 'delete',
		records: [rows(1, { from: 'draft' })],
	});
	expect(entryText('en', deleted)).toBe('Versions of announcements, deleted: 1 (was: draft)');
	expect(entryText('en', from(1, '7', { table: 'units', verb: 'truncate' }))).toBe('Other records, emptied');
	expect(movesOf([rows(1), rows(2)])).toEqual([]);
});

test('a refused attempt says which page and what was tried, and how often', () => {
	const refused = (verb: string, times: number) =>
		entryText(
			'en',
			from(1, '7', {
				what: 'refused',
				details: { route: '/[lang=lang]/desk/[committee]/[month=month]/announcement', verb, code: 'forbidden', times },
			}),
		);
	expect(refused('GET', 1)).toBe('Refused attempt: /[month=month]/announcement');
	expect(refused('?/approve', 12)).toBe('Refused attempts: /[month=month]/announcement ?/approve (12 times)');
	expect(entryText('en', from(9, '7', { what: 'audit.head', details: { seq: 8, hash: 'a' } }))).toBe(
		'Number 8 of the register was sent to its keepers',
	);
	expect(entryText('en', from(9, '7', { what: 'sign_in.failed', details: {} }))).toBe('Note: sign_in.failed');
});

test('a page asks for a month and for what came before an entry; anything else is not asked', () => {
	const asked = (query: string) => parseAuditQuestion(new URLSearchParams(query));
	expect(asked('month=2026-10&before=51')).toEqual({ month: '2026-10', before: 51 });
	for (const query of ['', 'month=2026-13&before=0', 'month=%27&before=-1', 'before=1e9'])
		expect(asked(query)).toEqual({});
});

test('a head is read as it is printed, mailed or typed; one too short to prove anything is not', () => {
	const hash = 'a1b2c3d4e5f60718'.repeat(4);
	expect(shortHash(hash)).toBe('a1b2 c3d4 e5f6 0718 a1b2 c3d4 e5f6 0718');
	expect(readAnchor(`812:${shortHash(hash)}`)).toEqual({ seq: 812, hash: hash.slice(0, 32) });
	expect(readAnchor(`812:${hash.toUpperCase()}`)).toEqual({ seq: 812, hash });
	for (const text of ['', '812', '812:a1b2c3d4e5f6071', 'x:a1b2c3d4e5f60718', `812:${hash}0`, '812:g1b2c3d4e5f60718'])
		expect(readAnchor(text)).toBeNull();
});
