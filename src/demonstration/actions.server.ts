import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { listActivities } from '#activities/store.server.ts';
import { approveAnnouncement, draftAnnouncement, publishAnnouncement } from '#announcements/actions.server.ts';
import { demonstrateCases, loadCases } from '#cases/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee } from '#committees/store.server.ts';
import { deleteDemonstrationTests } from '#help/store.server.ts';
import { deleteDemonstrationMaterials } from '#materials/store.server.ts';
import { deleteDemonstrationMeetings } from '#meetings/store.server.ts';
import { deleteDemonstrationNationals } from '#national/store.server.ts';
import { deleteDemonstrationOffers } from '#opportunities/store.server.ts';
import { confirmPartner } from '#partners/actions.server.ts';
import { deleteDemonstrationPartners, listPartners } from '#partners/store.server.ts';
import { deleteDemonstrationPeople } from '#people/store.server.ts';
import { deleteDemonstrationPlaces, insertPlaces, listPlaces } from '#places/store.server.ts';
import { importSheet } from '#planning/actions.server.ts';
import { readFile as readSheet } from '#planning/spreadsheet.server.ts';
import { deleteDemonstrationTeams } from '#planning/store.server.ts';
import { addDays, dayAt, instantOf } from '#platform/dates.ts';
import { setMoment, type Transaction } from '#platform/db.server.ts';
import { createProgramme } from '#programmes/actions.server.ts';
import type { ProgrammeDraft } from '#programmes/input.ts';
import { deleteDemonstrationProgrammes, getProgramme, listProgrammes } from '#programmes/store.server.ts';
import { loadFirstBank } from '#questions/first.server.ts';
import { getTerritory } from '#territory/store.server.ts';
import { deleteDemonstrationVideos } from '#videos/store.server.ts';
import { consult } from './answers.server.ts';
import { loadChecks, measureClasses } from './checks.server.ts';
import { parseAnswers, parseLetters, parseOngoing, parsePlaces, parseReturns } from './input.ts';
import { writeLetters } from './letters.server.ts';
import { callLines } from './lines.server.ts';
import { type Library, loadMaterials, planLeaflets, printAndGive } from './materials.server.ts';
import { loadMeetings } from './meetings.server.ts';
import { type Course, ongoingPeriod, type ToldReturn } from './model.ts';
import { loadNationals } from './national.server.ts';
import { loadOffers } from './offers.server.ts';
import { loadPapers } from './papers.server.ts';
import { loadAccounts, loadPeople } from './people.server.ts';
import { agree, approve, live, move, type Story } from './story.server.ts';
import { loadTeams } from './teams.server.ts';
import { loadVideo } from './video.server.ts';
import { october, ongoing } from './wording.ts';

const actor = 'demonstration';
const bytesOf = (name: string): Promise<Uint8Array> => readFile(path.join('db/demo', name));
const textOf = (name: string): Promise<string> => readFile(path.join('db/demo', name), 'utf8');
const getDurres = (tx: Transaction): Promise<Committee> => getCommittee(tx, { code: 'AL-02' });

/**
 * Loads the demonstration in a transaction of scope `installation`: October with its announcement, and the programme around
 * today. What is loaded already, and months with a programme of their own, stay as they are.
 */
export async function loadDemonstration(tx: Transaction, now: Date = new Date()): Promise<void> {
	const committee = await getDurres(tx);
	const programmes = await listProgrammes(tx, committee.id);
	if (programmes.some(({ demonstration }) => demonstration)) return;
	const taken = programmes.map(({ slug }) => slug);
	const before = instantOf(addDays(october.startsOn, -18), '09:00');
	// Before anything else happens: no activity becomes ready without a number that answers.
	await callLines(tx, committee.id, actor, now);
	await setMoment(tx, before);
	await loadPlaces(tx, committee);
	const accounts = await loadAccounts(tx);
	const library = await loadMaterials(tx, accounts.get('national') ?? '', before, addDays(dayAt(now), 365));
	await loadPapers(tx, accounts.get('national') ?? '', before, addDays(dayAt(now), 365));
	await loadFirstBank(tx);
	if (!taken.includes(october.slug) && october.endsOn < dayAt(now)) await loadOctober(tx, committee, now, library);
	const ongoingId = await loadOngoing(tx, committee, now, { taken: [...taken, october.slug], library });
	await printAndGive(tx, committee, await listActivities(tx, ongoingId), library, now);
	const school = await listActivities(tx, ongoingId, { setting: 'school' });
	await loadNationals(tx, committee, now);
	await loadPeople(
		tx,
		accounts,
		school.map(({ id }) => id),
		now,
	);
	await loadMeetings(tx, committee, accounts, now);
	await loadCases(tx);
	await demonstrateCases(tx, true);
	await loadChecks(tx, committee, { programmeId: ongoingId, activities: school });
	await loadVideo(tx);
	await loadOffers(tx, committee, now);
	await loadTeams(tx, committee);
}

/** Removes what the demonstration made and nothing else uses. */
export async function removeDemonstration(tx: Transaction): Promise<void> {
	const committee = await getDurres(tx);
	await deleteDemonstrationPeople(tx);
	await deleteDemonstrationTests(tx);
	await deleteDemonstrationVideos(tx);
	await deleteDemonstrationNationals(tx);
	await deleteDemonstrationOffers(tx, committee.id);
	await deleteDemonstrationTeams(tx, committee.id);
	await deleteDemonstrationMeetings(tx, committee.id);
	await deleteDemonstrationProgrammes(tx, committee.id);
	await deleteDemonstrationMaterials(tx);
	await deleteDemonstrationPartners(tx, committee.id);
	await deleteDemonstrationPlaces(tx, committee.id);
	await demonstrateCases(tx, false);
}

async function loadPlaces(tx: Transaction, committee: Committee): Promise<void> {
	const { municipalities, units } = await getTerritory(tx, committee.countyCode ?? '');
	const known = new Set((await listPlaces(tx, committee.id)).map(({ name }) => name));
	const wanted = parsePlaces(await textOf('vendet-durres.csv')).filter(({ name }) => !known.has(name));
	const places = wanted.map(({ name, kind, confirmed, municipality, unit }) => {
		const municipalityCode = municipalities.find((one) => one.name === municipality)?.code ?? null;
		const unitCode = units.find((one) => one.name === unit && one.municipalityCode === municipalityCode)?.code ?? null;
		return { name, kind, confirmed, municipalityCode, unitCode, demonstration: true };
	});
	await insertPlaces(tx, committee.id, places);
}

type Plan = {
	draft: ProgrammeDraft & { slug: string };
	bytes: Uint8Array;
	fileName: string;
	madeOn: string;
	now: Date;
};

/** Starts a programme and imports its spreadsheet. */
async function begin(
	tx: Transaction,
	committee: Committee,
	{ draft, bytes, fileName, madeOn, now }: Plan,
): Promise<Story> {
	await setMoment(tx, instantOf(madeOn, '09:30'));
	await createProgramme(tx, actor, committee, { ...draft, demonstration: true });
	const read = readSheet({ bytes });
	if (!read.ok) throw new Error(`the demonstration cannot read ${fileName}`);
	await setMoment(tx, instantOf(madeOn, '10:15'));
	const imported = await importSheet(tx, actor, committee, {
		sheet: read.sheet,
		upload: { bytes, fileName },
		month: draft.slug,
		demonstration: true,
	});
	if (!imported.ok) throw new Error(`the demonstration cannot import ${fileName}: ${imported.reason}`);
	await confirmPartners(tx, committee);
	const partners = new Map((await listPartners(tx, committee.id)).map(({ name, id }) => [name, id]));
	return { tx, committee, programme: await getProgramme(tx, committee.id, draft.slug), partners, now };
}

/** Public institutions are known; what else a spreadsheet names waits for a person. */
async function confirmPartners(tx: Transaction, committee: Committee): Promise<void> {
	const partners = await listPartners(tx, committee.id);
	const known = partners.filter(
		({ confirmed, kind }) => !confirmed && kind !== 'ngo' && kind !== 'vocational_training',
	);
	for (const { id } of known) await confirmPartner(tx, committee, id);
}

async function follow(story: Story, courses: readonly Course[], told: readonly ToldReturn[]): Promise<void> {
	for (const course of courses)
		await live(
			story,
			course,
			told.find(({ number }) => number === course.number),
		);
}

async function loadOctober(tx: Transaction, committee: Committee, now: Date, library: Library): Promise<void> {
	const bytes = await bytesOf('programi-durres-tetor-2026.csv');
	const madeOn = addDays(october.startsOn, -17);
	const plan = {
		draft: october,
		bytes,
		fileName: 'programi-durres-tetor-2026.csv',
		madeOn,
		now,
	};
	const story = await begin(tx, committee, plan);
	const told = parseReturns(await textOf('kthimet-tetor-2026.json'));
	const activities = await listActivities(tx, story.programme.id);
	const courses = activities.map(({ number }): Course => {
		const reason = october.cancelled.get(number) ?? null;
		return { number, state: reason ? 'cancelled' : 'accepted', reason };
	});
	await planLeaflets(tx, committee, activities, library);
	const { number, before, on } = october.moved;
	const after = activities.find((activity) => activity.number === number);
	await move(story, number, before, addDays(madeOn, 1));
	for (const course of courses) await agree(story, course, madeOn);
	await approve(story, addDays(october.startsOn, -2));
	await writeLetters(story, parseLetters(await textOf('shkresat-tetor-2026.json')));
	if (after) await move(story, number, after, on);
	await follow(story, courses, told);
	await measureClasses(tx, committee, story.programme.id);
	const [drafted, approved, published] = [
		instantOf('2026-11-03', '09:00'),
		instantOf('2026-11-04', '10:00'),
		instantOf('2026-11-04', '12:30'),
	];
	await setMoment(tx, drafted);
	await draftAnnouncement(tx, actor, story.programme);
	await approveAnnouncement(tx, story.programme, { version: 1, revision: 1 }, approved);
	const outcome = await publishAnnouncement(tx, story.programme, 1, published);
	if (!outcome.ok) throw new Error(`the demonstration cannot publish its announcement: ${outcome.reason}`);
}

/** The id of its programme. */
async function loadOngoing(
	tx: Transaction,
	committee: Committee,
	now: Date,
	{ taken, library }: { taken: readonly string[]; library: Library },
): Promise<string> {
	const period = ongoingPeriod(dayAt(now), taken);
	const { csv, courses } = parseOngoing(await textOf('programi-ne-vazhdim.csv'), period);
	const madeOn = addDays(period.startsOn, -12);
	const draft = { ...ongoing, ...period, slug: period.startsOn.slice(0, 7) };
	const plan = {
		draft,
		bytes: new TextEncoder().encode(csv),
		fileName: 'programi-ne-vazhdim.csv',
		madeOn,
		now,
	};
	const story = await begin(tx, committee, plan);
	await planLeaflets(tx, committee, await listActivities(tx, story.programme.id), library);
	for (const course of courses) await agree(story, course, madeOn);
	await approve(story, addDays(madeOn, 9));
	await follow(story, courses, parseReturns(await textOf('kthimet-ne-vazhdim.json')));
	await consult(story, parseAnswers(await textOf('pergjigjet-ne-vazhdim.json')), period);
	return story.programme.id;
}
