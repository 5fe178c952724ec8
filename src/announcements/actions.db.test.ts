import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { valueOf } from '#figures/evidence.ts';
import { getEvidence } from '#figures/store.server.ts';
import { readHead } from '#platform/audit.server.ts';
import type { Transaction } from '#platform/db.server.ts';
import { getProgramme } from '#programmes/store.server.ts';
import {
	buildActivities,
	buildCommittee,
	buildOctober,
	buildPartner,
	buildProgramme,
	buildReturn,
} from '#tests/support/builders.ts';
import { become, closeDatabase, rolledBack } from '#tests/support/database.ts';
import {
	approveAnnouncement,
	draftAnnouncement,
	getPublished,
	publishAnnouncement,
	renewAnnouncement,
	saveDraft,
	seenNow,
	tellsFigure,
	withdrawAnnouncement,
} from './actions.server.ts';
import { paragraphKeys } from './model.ts';
import {
	findPublished,
	getVersion,
	listPrintedHeads,
	listPublishedMonths,
	listVersions,
	saveParagraphs,
} from './store.server.ts';

afterAll(closeDatabase);

const now = new Date('2026-11-02T09:00:00Z');

async function october(tx: Transaction) {
	const { committee, programme } = await buildOctober(tx);
	await become(tx, { kind: 'committee', committeeId: committee.id });
	return { committee, programme: await getProgramme(tx, committee.id, programme.slug) };
}

/** Tries what the database must refuse, and leaves the transaction usable. */
async function refused(tx: Transaction, work: () => Promise<unknown>): Promise<string> {
	await sql`savepoint before`.execute(tx);
	try {
		await work();
		return 'accepted';
	} catch (fault) {
		await sql`rollback to before`.execute(tx);
		return String((fault as Error).message);
	}
}

test('another committee and the public see neither drafts nor approved versions', () =>
	rolledBack(async (tx) => {
		const { committee, programme } = await october(tx);
		await draftAnnouncement(tx, 'desk', programme);
		await approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now);
		const seen = async () => (await sql`select from announcement_versions`.execute(tx)).rows.length;
		await become(tx, { kind: 'public' });
		expect([await seen(), await findPublished(tx, committee.id, '2026-10')]).toEqual([0, undefined]);
		await expect(getPublished(tx, committee.id, '2026-10')).rejects.toMatchObject({ code: 'not_found' });
		const other = await tx.selectFrom('committees').select('id').where('code', '=', 'AL-11').executeTakeFirstOrThrow();
		await become(tx, { kind: 'committee', committeeId: other.id });
		expect(await seen()).toBe(0);
		await become(tx, { kind: 'committee', committeeId: committee.id });
		expect(await publishAnnouncement(tx, programme, 1, now)).toEqual({ ok: true });
		await become(tx, { kind: 'public' });
		expect((await findPublished(tx, committee.id, '2026-10'))?.version).toBe(1);
		expect((await listPublishedMonths(tx, committee.id)).map(({ month }) => month)).toEqual(['2026-10']);
	}));

test('a reader can open the figures the announcement tells and their wholes, and no others', () =>
	rolledBack(async (tx) => {
		const { committee, programme } = await october(tx);
		await draftAnnouncement(tx, 'desk', programme);
		await approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now);
		await publishAnnouncement(tx, programme, 1, now);
		const published = await getPublished(tx, committee.id, '2026-10');
		const told = ['held', 'planned', 'persons', 'persons.group.pupils'];
		expect(told.map((key) => tellsFigure(published, key))).toEqual(told.map(() => true));
		const untold = ['persons.age.15_18', 'nonsense'];
		expect(untold.map((key) => tellsFigure(published, key))).toEqual(untold.map(() => false));
	}));

describe('an approved version', () => {
	test('carries the head of the audit chain as it stood before the approval; a draft carries none', () =>
		rolledBack(async (tx) => {
			const { programme } = await october(tx);
			await draftAnnouncement(tx, 'desk', programme);
			// As a commit does: everything so far is bound.
			await sql`set constraints all immediate`.execute(tx);
			await sql`set constraints all deferred`.execute(tx);
			const head = await readHead(tx);
			expect(head.seq).toBeGreaterThan(0);
			expect((await getVersion(tx, programme.id, 1)).auditHead).toBeNull();
			await approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now);
			expect((await getVersion(tx, programme.id, 1)).auditHead).toEqual(head);
			expect(await listPrintedHeads(tx)).toContainEqual({ ...head, source: 'announcement AL-02 2026-10 version 1' });
		}));

	test('is frozen by the database: neither text nor figures change, nor does it become a draft again', () =>
		rolledBack(async (tx) => {
			const { programme } = await october(tx);
			await draftAnnouncement(tx, 'desk', programme);
			await approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now);
			const frozen = 'an approved announcement is frozen';
			expect(await refused(tx, () => sql`update announcement_versions set paragraphs = '[]'`.execute(tx))).toBe(frozen);
			expect(await refused(tx, () => sql`update announcement_versions set evidence = '{}'`.execute(tx))).toBe(frozen);
			expect(await refused(tx, () => sql`update announcement_versions set version = 9`.execute(tx))).toBe(frozen);
			const head = () => sql`update announcement_versions set head_seq = 9, head_hash = ''`.execute(tx);
			expect(await refused(tx, head)).toBe(frozen);
			const back = () =>
				sql`update announcement_versions set state = 'draft', evidence = null, approved_at = null`.execute(tx);
			expect(await refused(tx, back)).toContain('frozen');
			expect(await refused(tx, () => sql`delete from announcement_versions`.execute(tx))).toContain(
				'permission denied',
			);
			expect(await saveDraft(tx, programme, { version: 1, revision: 1 }, [])).toEqual({
				ok: false,
				reason: 'wrong_state',
			});
			expect(await draftAnnouncement(tx, 'desk', programme)).toEqual({ ok: false, reason: 'wrong_state' });
		}));

	test('keeps its figures when the records change; the next version tells the new ones', () =>
		rolledBack(async (tx) => {
			const { committee, programme } = await october(tx);
			await draftAnnouncement(tx, 'desk', programme);
			await approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now);
			await publishAnnouncement(tx, programme, 1, now);
			const leadId = (await tx.selectFrom('partners').select('id').executeTakeFirstOrThrow()).id;
			const [added = ''] = await buildActivities(tx, { ...programme, slug: '2026-10' }, [{ number: 26, leadId }]);
			await buildReturn(tx, committee.id, added, { methods: ['video'] });
			const told = async (version: number) => (await getVersion(tx, programme.id, version)).evidence;
			const first = await told(1);
			expect(first && valueOf(first, 'held')).toBe(25);
			expect(await renewAnnouncement(tx, 'desk', programme, 1)).toEqual({ ok: true });
			expect(await renewAnnouncement(tx, 'desk', programme, 1)).toEqual({ ok: false, reason: 'wrong_state' });
			await approveAnnouncement(tx, programme, { version: 2, revision: 1 }, now);
			await publishAnnouncement(tx, programme, 2, now);
			const second = await told(2);
			expect(second && valueOf(second, 'held')).toBe(26);
			expect((await listVersions(tx, programme.id)).map(({ version, state }) => [version, state])).toEqual([
				[2, 'published'],
				[1, 'withdrawn'],
			]);
			expect(await withdrawAnnouncement(tx, programme, 2)).toEqual({ ok: true });
			expect(await findPublished(tx, committee.id, '2026-10')).toBeUndefined();
		}));
});

describe('a draft', () => {
	test('keeps edited paragraphs when it is drawn again, unless they are handed back', () =>
		rolledBack(async (tx) => {
			const { programme } = await october(tx);
			await draftAnnouncement(tx, 'desk', programme);
			const { paragraphs } = await getVersion(tx, programme.id, 1);
			const typed = paragraphKeys.map((key) => {
				const { sq = '', en = '' } = paragraphs.find((one) => one.key === key) ?? {};
				return key === 'aim' ? { key, sq: 'Qëllimi ynë: {held}.', en } : { key, sq, en };
			});
			expect(await saveDraft(tx, programme, { version: 1, revision: 1 }, typed)).toEqual({ ok: true });
			await draftAnnouncement(tx, 'desk', programme);
			const aim = async () => (await getVersion(tx, programme.id, 1)).paragraphs.find(({ key }) => key === 'aim');
			expect(await aim()).toMatchObject({ sq: 'Qëllimi ynë: {held}.', edited: true });
			await draftAnnouncement(tx, 'desk', programme, ['aim']);
			expect(await aim()).toMatchObject({ edited: false });
		}));

	test('saved by two at once is stale for the second, and nothing is overwritten', () =>
		rolledBack(async (tx) => {
			const { programme } = await october(tx);
			await draftAnnouncement(tx, 'desk', programme);
			await saveDraft(tx, programme, { version: 1, revision: 1 }, [{ key: 'title', sq: 'I pari', en: 'First' }]);
			await expect(
				saveDraft(tx, programme, { version: 1, revision: 1 }, [{ key: 'title', sq: 'I dyti', en: 'Second' }]),
			).rejects.toMatchObject({ code: 'stale' });
			await expect(approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now)).rejects.toMatchObject({
				code: 'stale',
			});
			expect((await getVersion(tx, programme.id, 1)).paragraphs[0]?.sq).toBe('I pari');
		}));

	test('is not approved on figures that the chair has not seen', () =>
		rolledBack(async (tx) => {
			const { programme } = await october(tx);
			await draftAnnouncement(tx, 'desk', programme);
			const seen = await seenNow(tx, programme.id, await getEvidence(tx, programme.id));
			const leadId = (await tx.selectFrom('partners').select('id').executeTakeFirstOrThrow()).id;
			await buildActivities(tx, { ...programme, slug: '2026-10' }, [{ number: 26, leadId }]);
			expect(await approveAnnouncement(tx, programme, { version: 1, revision: 1, seen }, now)).toEqual({
				ok: false,
				reason: 'figures_changed',
			});
			const again = await seenNow(tx, programme.id, await getEvidence(tx, programme.id));
			expect(await approveAnnouncement(tx, programme, { version: 1, revision: 2, seen: again }, now)).toEqual({
				ok: true,
			});
		}));

	test('is not approved with sentences that the records would have otherwise today: they are written anew, and read first', () =>
		rolledBack(async (tx) => {
			const { programme } = await october(tx);
			await draftAnnouncement(tx, 'desk', programme);
			const drawn = await getVersion(tx, programme.id, 1);
			// As if it had been drawn when the month was younger; the title is somebody's own.
			const older = drawn.paragraphs.map((one) =>
				one.key === 'title' ? { ...one, sq: 'Titulli ynë', edited: true } : { ...one, sq: `${one.sq} Dje.` },
			);
			await saveParagraphs(tx, drawn.id, drawn.revision, older);
			const at = { version: 1, revision: drawn.revision + 1 };
			expect(await approveAnnouncement(tx, programme, at, now)).toEqual({ ok: false, reason: 'text_changed' });
			const anew = await getVersion(tx, programme.id, 1);
			expect(anew).toMatchObject({ state: 'draft', revision: at.revision + 1 });
			const [title, ...others] = anew.paragraphs;
			expect(title).toMatchObject({ key: 'title', sq: 'Titulli ynë' });
			expect(others).toEqual(drawn.paragraphs.slice(1));
			expect(await approveAnnouncement(tx, programme, { version: 1, revision: anew.revision }, now)).toEqual({
				ok: true,
			});
		}));

	test('of a month in which nothing was held, or of a programme in preparation, goes nowhere', () =>
		rolledBack(async (tx) => {
			const committee = await buildCommittee(tx);
			const { id, slug } = await buildProgramme(tx, committee.id, { approved: false });
			const programme = await getProgramme(tx, committee.id, slug);
			const leadId = await buildPartner(tx, committee.id, 'ZVAP Durrës', 'education_office');
			await draftAnnouncement(tx, 'desk', programme);
			expect(await approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now)).toEqual({
				ok: false,
				reason: 'nothing_held',
			});
			await buildActivities(tx, { id, committeeId: committee.id, slug }, [{ number: 1, leadId }]);
			expect(await approveAnnouncement(tx, programme, { version: 1, revision: 1 }, now)).toEqual({
				ok: false,
				reason: 'text_changed',
			});
			expect(await approveAnnouncement(tx, programme, { version: 1, revision: 2 }, now)).toEqual({ ok: true });
			expect(await publishAnnouncement(tx, programme, 1, now)).toEqual({ ok: false, reason: 'programme_not_approved' });
		}));
});
