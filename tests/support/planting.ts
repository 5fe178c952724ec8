import { sql } from 'kysely';
import type postgres from 'postgres';
import { getCommittee } from '#committees/store.server.ts';
import type { Evidence } from '#figures/evidence.ts';
import { insertNational, saveAnswer, saveNational } from '#national/store.server.ts';
import { insertPartnerAliases, insertPartners } from '#partners/store.server.ts';
import { insertPlaceAliases, insertPlaces } from '#places/store.server.ts';
import { inTransaction, json } from '#platform/db.server.ts';
import { recordId } from '#platform/ids.ts';
import { buildActivities, buildProgramme, buildReturn } from './builders.ts';
import type { Canaries, Viewer } from './canaries.ts';
import { plantLetters } from './planting-letters.ts';
import { plantMeeting } from './planting-meeting.ts';
import { committee, type Looking, type Plot, plantPeople, seatEverybody } from './planting-people.ts';

/** What the addresses of a planted county are made of. */
export type Planted = {
	slug: string;
	/** The approved one first. */
	months: [string, string];
	numbers: number[];
	partner: string;
	otherPartner: string;
	place: string;
	preview: string;
	meeting: string;
};

/** In preparation, and approved: both still to come, whenever this runs. */
const [inPreparation, approved] = ['03', '04'].map((month) => `${new Date().getUTCFullYear() + 1}-${month}`) as [
	string,
	string,
];

/**
 * Plants a county: a month in preparation and an approved one, with a public, a closed and a proposed activity, and a canary in
 * every column that somebody must not read. Who may read one is what the roles of the issue say, not what the pages do.
 */
export function plantCounty(canaries: Canaries, code: string): Promise<{ planted: Planted; looking: Looking[] }> {
	return inTransaction({ kind: 'installation' }, async (tx) => {
		const county = await getCommittee(tx, { code });
		const plot: Plot = {
			...{ tx, canaries, committeeId: county.id },
			mailbox: `${code} mailbox`,
			at: (...roles) =>
				roles.map((role) => (role === 'national' || role === 'administrator' ? role : (`${code} ${role}` as Viewer))),
		};
		const quiet = await plantPeople(plot);
		const names = await plantNames(plot);
		const activities = await plantMonths(plot, names, quiet);
		await plantContacts(plot, names, activities.closed);
		const preview = await plantPreview(plot);
		await plantMails(plot);
		await plantLetters(plot, { partner: names.partner, programmeId: activities.month });
		await plantNational(plot);
		const meeting = await plantMeeting(plot, names.partner, `${approved}-07`);
		const { partner, otherPartner, place } = names;
		const seats = { partner, otherPartner, closed: activities.closed };
		return {
			planted: {
				slug: county.slug,
				months: [approved, inPreparation],
				numbers: activities.numbers,
				partner,
				otherPartner,
				place,
				preview,
				meeting,
			},
			looking: await seatEverybody(plot, seats),
		};
	});
}

const readers = [...committee, 'national'] as const;
/** Focal points and facilitators read the names that activities may mention, and the month. */
const everybodyAtWork = [
	...readers,
	'focal_point',
	'focal_point of others',
	'facilitator',
	'facilitator of others',
] as const;
/** Whoever carries out the closed activity, and whoever plans and reports. */
const involved = [...readers, 'focal_point', 'facilitator'] as const;

type Names = { open: string; partner: string; otherPartner: string; place: string };

/** Institutions and places that only closed and proposed activities know. */
async function plantNames({ tx, canaries, committeeId, at }: Plot): Promise<Names> {
	const [open = '', partner = '', otherPartner = ''] = await insertPartners(tx, committeeId, [
		{ name: 'Institucioni i hapur', kind: 'ngo' },
		{
			name: canaries.word('partners.name', 'that leads a closed activity', at(...everybodyAtWork, 'administrator')),
			kind: 'ngo',
		},
		{
			name: canaries.word('partners.name', 'without an activity', at(...everybodyAtWork, 'administrator')),
			kind: 'ngo',
		},
	]);
	await insertPartnerAliases(tx, committeeId, [
		{ partnerId: partner, alias: canaries.word('partner_aliases.alias', 'another spelling', at(...readers)) },
	]);
	const [place = ''] = await insertPlaces(tx, committeeId, [
		{
			name: canaries.word('places.name', 'of a closed activity', at(...everybodyAtWork)),
			kind: 'school',
			municipalityCode: null,
		},
	]);
	await insertPlaceAliases(tx, committeeId, [
		{ placeId: place, alias: canaries.word('place_aliases.alias', 'another spelling', at(...readers)) },
	]);
	return { open, partner, otherPartner, place };
}

async function plantMonths(
	plot: Plot,
	{ open, partner, place }: Names,
	quiet: string,
): Promise<{ closed: string; month: string; numbers: number[] }> {
	const { tx, canaries, committeeId, at } = plot;
	const early = await buildProgramme(tx, committeeId, {
		...{ slug: inPreparation, approved: false },
		aimSq: canaries.word('programmes.aim_sq', 'of a month in preparation', at(...everybodyAtWork)),
		aimEn: canaries.word('programmes.aim_en', 'of a month in preparation', at(...everybodyAtWork)),
	});
	await tx
		.updateTable('programmes')
		.where('id', '=', early.id)
		.set({
			title_sq: canaries.word('programmes.title_sq', 'of a month in preparation', at(...everybodyAtWork)),
			title_en: canaries.word('programmes.title_en', 'of a month in preparation', at(...everybodyAtWork)),
		})
		.execute();
	const month = await buildProgramme(tx, committeeId, { slug: approved });
	const [shown = '', closed = ''] = await buildActivities(tx, month, [
		{ number: 1, leadId: open, title: 'Veprimtari e hapur', visibility: 'public', state: 'confirmed' },
		{
			...{ number: 2, leadId: partner, placeId: place, visibility: 'closed', state: 'returned' },
			title: canaries.word('activities.title', 'of a closed activity', at(...involved)),
		},
		{
			...{ number: 3, leadId: open, visibility: 'public', state: 'proposed' },
			title: canaries.word('activities.title', 'of a proposed activity', [...at(...readers), plot.mailbox]),
		},
	]);
	const event = {
		id: recordId(),
		committee_id: committeeId,
		activity_id: closed,
		kind: 'edited',
		from_state: 'returned',
		to_state: 'returned',
	};
	const changes = {
		title: { from: canaries.word('activity_events.changes', 'the title before', at(...involved)), to: 'tani' },
	};
	await tx
		.insertInto('activity_events')
		.values([
			{ ...event, changes: json(changes), actor: `secretary:${quiet}` },
			{
				...event,
				id: recordId(),
				kind: 'postponed',
				reason: canaries.word('activity_events.reason', 'why it was postponed', at(...involved)),
				actor: 'desk',
			},
			{
				...{ ...event, id: recordId(), activity_id: shown, kind: 'postponed', actor: 'desk' },
				reason: canaries.word('activity_events.reason', 'why a public activity was postponed', at(...readers)),
			},
		])
		.execute();
	await buildReturn(tx, committeeId, closed, { heldOn: `${approved}-05` });
	await buildReturn(tx, committeeId, closed, {
		...{ version: 2, heldOn: `${approved}-05` },
		counts: [
			{
				audience: 'pupils',
				sex: 'not_recorded',
				ageBand: 'not_recorded',
				unit: 'persons',
				method: 'counted',
				value: 31,
			},
		],
		correctionReason: canaries.word('returns.correction_reason', 'of a closed activity', at(...involved)),
	});
	await plantAnnouncement(plot, month.id);
	return { closed, month: month.id, numbers: [1, 2, 3] };
}

/** An approved version that nobody published, and a draft. The evidence is that of the demonstration. */
async function plantAnnouncement({ tx, canaries, committeeId, at }: Plot, programme_id: string): Promise<void> {
	const { evidence } = await tx
		.selectFrom('announcement_versions')
		.select('evidence')
		.where('state', '=', 'published')
		.executeTakeFirstOrThrow();
	const announcement_id = recordId();
	await tx
		.insertInto('announcements')
		.values({ id: announcement_id, committee_id: committeeId, programme_id })
		.execute();
	const paragraphs = (what: string) =>
		json([
			{
				...{ key: 'title', edited: true },
				sq: canaries.word('announcement_versions.paragraphs', `${what}, in Albanian`, at(...readers)),
				en: canaries.word('announcement_versions.paragraphs', `${what}, in English`, at(...readers)),
			},
		]);
	const version = { committee_id: committeeId, announcement_id, actor: 'desk' };
	await tx
		.insertInto('announcement_versions')
		.values({
			...{ ...version, id: recordId(), version: 1, state: 'approved', approved_at: sql<Date>`now()` },
			...{ paragraphs: paragraphs('approved and not published'), evidence: json(evidence) },
		})
		.execute();
	await tx
		.insertInto('announcement_versions')
		.values({ ...version, id: recordId(), version: 2, state: 'draft', paragraphs: paragraphs('a draft') })
		.execute();
}

/** Where the mails of a viewer without an account arrive. */
export const addressOf = (viewer: Viewer): string => `${viewer.toLowerCase().replaceAll(' ', '.')}@mailbox.example`;

/** Whom the committee writes to, and what was answered: the committee's and the institution's own. */
async function plantContacts(
	{ tx, canaries, committeeId, at, mailbox }: Plot,
	{ open, partner }: Names,
	activity_id: string,
): Promise<void> {
	const own = at(...committee, 'focal_point');
	const contact = recordId();
	const row = { committee_id: committeeId, partner_id: partner };
	const common = { committee_id: committeeId, locale: 'sq', valid_from: '2026-01-01' };
	await tx
		.insertInto('focal_points')
		.values([
			{
				...{ ...common, id: contact, partner_id: partner },
				name: canaries.word('focal_points.name', 'of an institution', own),
				email: canaries.email('focal_points.email', 'of an institution', own),
				phone: canaries.phone('focal_points.phone', 'of an institution', own),
			},
			{
				...{ ...common, id: recordId(), partner_id: open },
				name: canaries.word('focal_points.name', 'of an institution that gets mails', [...at(...committee), mailbox]),
				email: addressOf(mailbox),
			},
		])
		.execute();
	await tx
		.insertInto('answer_links')
		.values({
			...{ ...row, id: recordId(), activity_id, focal_point_id: contact, expires_at: `${approved}-28T00:00:00Z` },
			token_hash: canaries.secret('answer_links.token_hash', 'of an answer by link'),
		})
		.execute();
	await tx
		.insertInto('activity_answers')
		.values({
			...{ ...row, id: recordId(), activity_id, answer: 'no', reason: 'other', via: 'link' },
			note: canaries.word('activity_answers.note', 'why an institution cannot', own),
		})
		.execute();
}

async function plantPreview({ tx, canaries, committeeId, at }: Plot): Promise<string> {
	const id = recordId();
	const cells = {
		title: canaries.word('import_previews.sheet', 'a cell of a file', at('secretary')),
		date: `02.04.${approved.slice(0, 4)}`,
		lead: 'Institucioni i hapur',
	};
	const columns = (['title', 'date', 'lead'] as const).map((key, index) => ({
		key,
		letter: 'ABC'[index],
		heading: key,
	}));
	await tx
		.insertInto('import_previews')
		.values({
			...{ id, committee_id: committeeId, month: approved, file_sha256: '0'.repeat(64), actor: 'desk' },
			file_name: `${canaries.word('import_previews.file_name', 'of a file', at('secretary'))}.csv`,
			sheet: json({
				name: null,
				headerRow: 1,
				columns,
				ignored: [],
				hiddenRows: [],
				skippedRows: [],
				rows: [{ row: 2, cells, faults: [] }],
			}),
		})
		.execute();
	return id;
}

async function plantMails({ tx, canaries, committeeId, at }: Plot): Promise<void> {
	await tx
		.insertInto('mails')
		.values({
			...{
				id: recordId(),
				committee_id: committeeId,
				locale: 'sq',
				kind: 'answer',
				state: 'sent',
				sent_at: sql<Date>`now()`,
			},
			to_address: canaries.email('mails.to_address', 'of a mail', at(...committee)),
			subject: canaries.word('mails.subject', 'of a mail', at(...committee)),
			text_body: canaries.word('mails.text_body', 'of a mail', at(...committee)),
			html_body: canaries.word('mails.html_body', 'of a mail', at(...committee)),
		})
		.execute();
}

/** A draft of the national office, and why the county does not join what it has published. */
async function plantNational({ tx, canaries, committeeId, at }: Plot): Promise<void> {
	const office = await getCommittee(tx, { code: 'AL' });
	const days = { startsOn: `${approved}-20`, endsOn: `${approved}-20` };
	const texts = { titleEn: 'x', aimSq: '', aimEn: '', guidanceSq: '', guidanceEn: '' };
	const draft = { ...days, ...texts, audiences: ['general_public' as const], methods: [] };
	const title = canaries.word('national_activities.title_sq', 'of a draft', ['national']);
	await insertNational(tx, office.id, { ...draft, titleSq: title });
	const id = await insertNational(tx, office.id, { ...draft, titleSq: 'E botuar' });
	await saveNational(tx, id, 1, { state: 'published' });
	const reason = canaries.word('national_answers.reason', 'why a county does not join', at(...readers));
	await saveAnswer(tx, committeeId, { ...days, id }, { answer: 'declined', reason }, 'desk');
}

/** What a published announcement keeps of its closed activities: the desk shows it, the public page says it in general terms. */
export async function plantEvidence(canaries: Canaries, superuser: postgres.Sql, code: string): Promise<void> {
	const seen: Viewer[] = [`${code} secretary`, `${code} chair`, 'national'];
	const [version] = await superuser<{ id: string; evidence: Evidence }[]>`
		select v.id, v.evidence from announcement_versions v join committees c on c.id = v.committee_id
		where v.state = 'published' and c.code = ${code}`;
	if (!version) throw new Error('nothing is published');
	const { id, evidence } = version;
	const closed = evidence.activities.filter(({ visibility }) => visibility === 'closed');
	const open = new Set(evidence.activities.map((one) => (one.visibility === 'public' ? one.placeId : null)));
	const title = canaries.word('announcement_versions.evidence', 'titles of closed activities', seen);
	const name = canaries.word('announcement_versions.evidence', 'names of places of closed activities', seen);
	for (const activity of closed) {
		activity.title = `${title} ${activity.number}`;
		const place =
			activity.placeId === null || open.has(activity.placeId) ? undefined : evidence.names[activity.placeId];
		if (place) place.name = name;
	}
	// The trigger that keeps it frozen is not asked.
	await superuser.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await sql`update announcement_versions set evidence = ${JSON.stringify(evidence)}::text::jsonb where id = ${id}`;
		await sql`notify public_changed`;
	});
}
