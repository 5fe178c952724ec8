import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { insertActivities } from '#activities/store.server.ts';
import { insertCase, insertVersion } from '#cases/store.server.ts';
import { readStory } from '#cases/story.ts';
import { getCommittee } from '#committees/store.server.ts';
import { insertLinks, insertMonthLink } from '#consultation/store.server.ts';
import { getFeedAddress, renewFeed } from '#doors/actions.server.ts';
import { composeMail } from '#mail/compose.ts';
import { insertMail, saveOutcome } from '#mail/store.server.ts';
import { writeVersion } from '#materials/actions.server.ts';
import { insertBatch } from '#materials/batches.server.ts';
import { insertMaterial } from '#materials/store.server.ts';
import { getVersion, saveVersion } from '#materials/versions.server.ts';
import { insertNational, saveNational } from '#national/store.server.ts';
import { insertOffer, insertPledge } from '#opportunities/store.server.ts';
import { insertContact, insertPartners } from '#partners/store.server.ts';
import type { Role } from '#people/model.ts';
import { insertAccount, insertFacilitators, insertSeat } from '#people/store.server.ts';
import { insertPlaces } from '#places/store.server.ts';
import { insertDraft, insertTeam } from '#planning/store.server.ts';
import { inTransaction, type Transaction } from '#platform/db.server.ts';
import { anonymousId, recordId } from '#platform/ids.ts';
import { deriveToken, sha256 } from '#platform/secrets.server.ts';
import { saveFile } from '#questions/attached.server.ts';
import {
	getQuestion,
	insertQuestion,
	insertVersion as insertQuestionVersion,
	insertSet,
} from '#questions/store.server.ts';
import { openSession } from '#signin/actions.server.ts';
import { sessionCookie } from '#signin/model.ts';
import { getWholeVideo } from '#videos/actions.server.ts';
import { fileName } from '#videos/naming.ts';
import { insertVideo, listPublishedVideos, saveCaptions, saveOriginal } from '#videos/store.server.ts';
import { buildLetter, buildOffer } from './builders.ts';
import { callMeeting } from './called-meeting.ts';
import { askClass } from './checks.ts';
import { buildTexts } from './materials.ts';
import { offerHelp } from './offered-help.ts';

/** Somebody who asks: a role, and where the seat is, seen from the records that are asked for. */
export type Asker = {
	name: string;
	role: Role | null;
	county: 'own' | 'other' | null;
	/** Of a focal point and a facilitator: whether the records are those of their institution, their activity. */
	theirs: boolean;
	cookie: string;
};

/** Records of one committee to ask for, made for the test, each to be used up by whoever may. */
export type Objects = Record<string, string>;

const userAgent = 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0';

async function seat(tx: Transaction, role: Role, code: string | null, partnerId: string | null, name: string) {
	const committeeId = code ? (await getCommittee(tx, { code })).id : null;
	const accountId = await insertAccount(tx, { email: `${name}@cells.example`, name, locale: 'sq' });
	await insertSeat(tx, { role, committeeId, partnerId, accountId, validFrom: '2026-01-01', validTo: null });
	return { accountId, committeeId, cookie: `${sessionCookie}=${await openSession(tx, { accountId, userAgent })}` };
}

/** Everybody who can ask, on the server with the demonstration: each role at home and elsewhere, with and without the records. */
export function seatAskers(objects: Objects): Promise<Asker[]> {
	return inTransaction({ kind: 'installation' }, async (tx) => {
		const tirana = await getCommittee(tx, { code: 'AL-11' });
		const [foreign = ''] = await insertPartners(tx, tirana.id, [
			{ name: 'ZVAP Tiranë (provë)', kind: 'education_office' },
		]);
		const askers: Asker[] = [{ name: 'nobody', role: null, county: null, theirs: false, cookie: '' }];
		const add = async (role: Role, county: 'own' | 'other', theirs: boolean, partnerId: string | null = null) => {
			const name = `${role}-${county}-${theirs ? 'theirs' : 'others'}`;
			const code = role === 'administrator' ? null : role === 'national' ? 'AL' : county === 'own' ? 'AL-02' : 'AL-11';
			const { accountId, committeeId, cookie } = await seat(tx, role, code, partnerId, name);
			if (role === 'facilitator' && theirs && committeeId)
				await insertFacilitators(tx, committeeId, accountId, [objects.activityId ?? '']);
			askers.push({ name, role, county, theirs, cookie });
		};
		for (const county of ['own', 'other'] as const)
			for (const role of ['secretary', 'chair', 'juror', 'facilitator'] as const) await add(role, county, false);
		await add('facilitator', 'own', true);
		await add('focal_point', 'own', true, objects.partner);
		await add('focal_point', 'own', false, objects.otherPartner);
		await add('focal_point', 'other', false, foreign);
		await add('national', 'own', false);
		await add('administrator', 'own', false);
		// A seat that has ended, and an account that was disabled.
		const ended = await seat(tx, 'secretary', 'AL-02', null, 'secretary-ended');
		await sql`update seats set ended_at = now() where account_id = ${ended.accountId}`.execute(tx);
		// What was open ended with it; this one signed in afterwards.
		const later = `${sessionCookie}=${await openSession(tx, { accountId: ended.accountId, userAgent })}`;
		askers.push({ name: 'secretary-ended', role: null, county: 'own', theirs: false, cookie: later });
		return askers;
	});
}

/** An activity of an institution, and one more of everything that a route can name. */
export function makeObjects(month: string): Promise<Objects> {
	return inTransaction({ kind: 'installation' }, async (tx) => {
		const { id: committeeId } = await getCommittee(tx, { code: 'AL-02' });
		const [partner = '', otherPartner = ''] = await insertPartners(tx, committeeId, [
			{ name: 'Institucioni i provës', kind: 'ngo' },
			{ name: 'Institucioni tjetër i provës', kind: 'ngo' },
		]);
		const [place = ''] = await insertPlaces(tx, committeeId, [
			{ name: 'Vendi i provës', kind: 'hall', municipalityCode: null },
		]);
		const programme = await tx
			.selectFrom('programmes')
			.select('id')
			.where('committee_id', '=', committeeId)
			.where('slug', '=', month)
			.executeTakeFirstOrThrow();
		const number = 9001;
		const [activityId = ''] = await insertActivities(tx, { committeeId, programmeId: programme.id }, [
			{
				...{ number, title: 'Veprimtari e provës', setting: 'public', leadId: partner, supporterIds: [] },
				...{ placeId: place, municipalityCode: null, unitCode: null, national: false, audiences: ['general_public'] },
				...{ methods: ['talk'], takesPlaceOn: `${month}-20`, startsAt: null, endsAt: null, plannedPersons: 10 },
				...{ visibility: 'closed', searchWords: [], state: 'proposed' },
			},
		]);
		const accountId = await insertAccount(tx, { email: 'seated@cells.example', name: 'seated', locale: 'sq' });
		const days = { validFrom: '2026-01-01', validTo: '2099-12-31' };
		const seated = await insertSeat(tx, { role: 'juror', committeeId, accountId, ...days });
		const tokens = await linkTo(tx, committeeId, programme.id, partner);
		await renewFeed(tx, committeeId, { partnerId: partner });
		const calendarToken = (await getFeedAddress(tx, { partnerId: partner })) ?? '';
		const mail = await keepMail(tx, committeeId);
		const story = await writeCase(tx, committeeId);
		const asks = await writeQuestion(tx, committeeId);
		const help = await offerHelp(tx, committeeId);
		const printed = await printMaterial(tx, committeeId);
		const videos = await keepVideo(tx, committeeId);
		const offered = await offerWork(tx, committeeId);
		const team = await formTeam(tx, committeeId, partner);
		const letter = await buildLetter(tx, { committeeId, programmeId: programme.id, partnerId: partner });
		const national = await publishNational(tx);
		const met = await callMeeting(tx, committeeId, partner);
		const asked = { asked: [], municipalities: [], daysOff: [], locks: [] };
		const draft = await insertDraft(tx, { id: programme.id, committeeId }, asked, 'desk');
		return {
			...printed,
			...(await askClass(tx, committeeId, activityId, await keptPicture(tx))),
			...{ team, national, letter },
			...met,
			draft,
			...help,
			...videos,
			...offered,
			...asks,
			partner,
			otherPartner,
			place,
			activityId,
			number: String(number),
			seated,
			accountId,
			...tokens,
			calendarToken,
			mail,
			story,
		};
	});
}

/** The token of a link by which an institution may answer about an activity that lies ahead. */
async function linkTo(tx: Transaction, committeeId: string, programmeId: string, partnerId: string) {
	const contact = { name: 'Provë', email: 'kontakti@cells.example', phone: null, locale: 'sq' as const };
	const contactId = await insertContact(tx, committeeId, {
		partnerId,
		...contact,
		validFrom: '2026-01-01',
		validTo: null,
	});
	const [activityId = ''] = await insertActivities(tx, { committeeId, programmeId }, [
		{
			...{ number: 9002, title: 'Veprimtari përpara', setting: 'public', leadId: partnerId, supporterIds: [] },
			...{ placeId: null, municipalityCode: null, unitCode: null, national: true, audiences: ['general_public'] },
			...{ methods: ['talk'], takesPlaceOn: '2099-01-20', startsAt: null, endsAt: null, plannedPersons: 10 },
			...{ visibility: 'closed', searchWords: [], state: 'confirmed' },
		},
	]);
	const id = anonymousId();
	const token = deriveToken('answer', id);
	const link = { id, committeeId, activityId, partnerId, contactId, tokenHash: sha256(token) };
	await insertLinks(tx, [{ ...link, expiresAt: new Date('2099-01-21') }]);
	const month = anonymousId();
	const monthToken = deriveToken('answer_month', month);
	await insertMonthLink(tx, {
		...{ id: month, committeeId, programmeId, partnerId, contactId },
		tokenHash: sha256(monthToken),
	});
	return { answerToken: `${id}.${token}`, monthToken: `${month}.${monthToken}` };
}

/** A draft of a case, by somebody who asks for nothing. */
async function writeCase(tx: Transaction, committeeId: string): Promise<string> {
	const source = readFileSync('db/cases/template.sq.txt', 'utf8');
	const read = readStory({ source });
	if (!read.ok) throw new Error('the template has mistakes');
	const caseId = await insertCase(tx, committeeId, 'durres-prove');
	const text = { caseId, version: 1, language: 'sq', source, story: read.story, how: 'written' } as const;
	await insertVersion(tx, committeeId, { ...text, author: 'project' });
	return caseId;
}

/** What stands for a picture here: any file that is kept. */
const keptPicture = (tx: Transaction) =>
	tx
		.selectFrom('files')
		.select(['sha256', 'media_type as mediaType'])
		.orderBy('sha256')
		.limit(1)
		.executeTakeFirstOrThrow();

/** A draft of a question and one of a set, by somebody who asks for nothing. */
async function writeQuestion(tx: Transaction, committeeId: string) {
	const words = (text: string) => ({ sq: text, en: text });
	const question = await insertQuestion(tx, committeeId, { answer: 1, kind: 'attitude', level: 'adults' });
	const draft = { prompt: words('Provë?'), options: ['a', 'b', 'c'].map(words), right: null, explanation: words('d') };
	await insertQuestionVersion(tx, committeeId, {
		...{ questionId: question, kind: 'attitude', number: 1, writer: 'project' },
		draft: { ...draft, source: 'provë', validFrom: '2026-01-01', validTo: null },
	});
	const { sha256 } = await keptPicture(tx);
	const alt = words('provë');
	const { versions } = await getQuestion(tx, question);
	await saveFile(tx, committeeId, versions[0]?.id ?? '', { slot: 'picture', sha256, alt });
	const set = await insertSet(tx, committeeId, { level: 'adults', title: words('Provë'), author: 'project' });
	return { question, set };
}

/** A leaflet of the committee, in review, and one printing of it. */
async function printMaterial(tx: Transaction, committeeId: string) {
	const material = await insertMaterial(tx, committeeId, {
		...{ kind: 'leaflet', titleSq: 'Fletëpalosje e provës', titleEn: 'Leaflet of the test', audience: 'parents' },
		...{ licence: 'CC BY 4.0', owner: 'KRAT', source: 'provë', answers: [1], expiresOn: '2099-12-31' },
	});
	const draft = { language: 'sq', made: 'written' as const, texts: buildTexts(), keptAt: null };
	const version = await writeVersion(tx, 'command', { id: material, committeeId }, draft);
	await saveVersion(tx, version, 1, { state: 'in_review' });
	const order = { versionId: version, format: 'card' as const, quantity: 10, numbers: ['112'] };
	const batch = await insertBatch(tx, committeeId, { ...order, orderedOn: '2026-10-01' }, 'command');
	const shown = await tx
		.selectFrom('material_versions')
		.select('id')
		.where('state', '=', 'approved')
		.where('texts', 'is not', null)
		.executeTakeFirst();
	return { material, version, batch, publicMaterial: shown?.id ?? '', ...(await uploadPaper(tx, committeeId)) };
}

/** A register of the committee, in review, with a file of the demonstration. */
async function uploadPaper(tx: Transaction, committeeId: string) {
	const kept = await tx
		.selectFrom('material_versions')
		.select('id')
		.where('sha256', 'is not', null)
		.executeTakeFirstOrThrow();
	const { file } = await getVersion(tx, kept.id);
	const paper = await insertMaterial(tx, committeeId, {
		...{ kind: 'register', titleSq: 'Regjistër i provës', titleEn: 'Register of the test', audience: 'parents' },
		...{ licence: 'CC BY 4.0', owner: 'KRAT', source: 'provë', answers: [], expiresOn: '2099-12-31' },
	});
	const draft = { language: 'sq', made: 'written' as const, texts: null, keptAt: null, file };
	const paperVersion = await writeVersion(tx, 'command', { id: paper, committeeId }, draft);
	await saveVersion(tx, paperVersion, 1, { state: 'in_review' });
	return { paper, paperVersion };
}

/** A job that nobody has looked at yet, and a pledge. */
async function offerWork(tx: Transaction, committeeId: string): Promise<Record<'offer' | 'pledge', string>> {
	const draft = buildOffer({ title: 'Punë e provës' });
	const offer = await insertOffer(tx, committeeId, { draft, rowKey: null, actor: 'desk' });
	const days = { signedOn: '2026-01-01', validTo: '2099-01-01' };
	const pledge = await insertPledge(tx, committeeId, {
		employer: 'Provë',
		promises: ['no_fees'],
		shown: false,
		...days,
	});
	return { offer, pledge };
}

const formTeam = (tx: Transaction, committeeId: string, partnerId: string): Promise<string> =>
	insertTeam(tx, committeeId, {
		...{ partnerId, name: 'Ekipi i provës', homeCode: 'AL121', municipalityCodes: ['AL121'], settings: ['public'] },
		...{ audiences: ['general_public'], perWeek: 1, weekdays: [1] },
	});

/** Past its sending, so that no job changes it while the test counts changes. */
async function keepMail(tx: Transaction, committeeId: string): Promise<string> {
	const letter = composeMail('sq', { subject: 'Provë', paragraphs: ['Provë.'] });
	const id = recordId();
	await insertMail(tx, {
		...letter,
		...{ id, committeeId, to: 'zyra@cells.example', kind: 'reminder' },
		...{ accountId: null, replyTo: null, calendar: null, sendBefore: null },
	});
	await saveOutcome(tx, id, { state: 'kept', error: null });
	return id;
}

/** A video that nobody has approved yet, with the film and the captions of the one that is shown. */
async function keepVideo(
	tx: Transaction,
	committeeId: string,
): Promise<Record<'video' | 'publicVideo' | 'file', string>> {
	const [shown] = await listPublishedVideos(tx);
	if (!shown) throw new Error('the demonstration has no video');
	const { files, captions } = await getWholeVideo(tx, null, shown.id);
	const [film] = files;
	if (!film) throw new Error('its video has no film');
	const id = await insertVideo(tx, committeeId, shown, { actor: 'desk' });
	const mediaType = 'video/mp4';
	await saveOriginal(tx, { id, committeeId }, { ...film, mediaType });
	for (const one of captions) await saveCaptions(tx, { id, committeeId }, one);
	return { video: id, publicVideo: shown.id, file: fileName(film) };
}

/** A national activity that lies ahead. */
async function publishNational(tx: Transaction): Promise<string> {
	const { id: office } = await getCommittee(tx, { code: 'AL' });
	const days = { startsOn: '2099-10-18', endsOn: '2099-10-18' };
	const texts = { titleSq: 'Provë', titleEn: 'Test', aimSq: '', aimEn: '', guidanceSq: '', guidanceEn: '' };
	const id = await insertNational(tx, office, { ...days, ...texts, audiences: ['general_public'], methods: [] });
	await saveNational(tx, id, 1, { state: 'published' });
	return id;
}
