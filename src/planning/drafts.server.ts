import { setTimeout as pause } from 'node:timers/promises';
import { proposeActivity } from '#activities/actions.server.ts';
import { usualVisibility } from '#activities/model.ts';
import { listActivities } from '#activities/store.server.ts';
import { getLand } from '#committees/actions.server.ts';
import type { Committee } from '#committees/model.ts';
import { translator } from '#i18n/t.ts';
import { listPartners } from '#partners/store.server.ts';
import { listPlaces } from '#places/store.server.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { enqueue } from '#platform/jobs.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import { onMonth } from '#programmes/actions.server.ts';
import type { Programme } from '#programmes/model.ts';
import { listCalendar, listWhereabouts } from '#territory/store.server.ts';
import { type Violation, violationsOf } from './checking.ts';
import { type DraftRequest, isUnderWay, type Line, shownDraft } from './draft.ts';
import { type DraftRefusal, instanceOf, type Known } from './instance.ts';
import { listPlacesOf } from './reach.server.ts';
import { insertDraft, listDrafts, listTeams, lockDraft, saveDraft, saveDraftAccepted } from './store.server.ts';
import { chosenLines, expectedPersons, parseRequest, settingOf } from './wishes.ts';

type Home = Pick<Committee, 'id' | 'countyCode'>;

/** The name under which a draft waits for its turn. */
export const draftTask = 'draft';

/** What is known at this moment for a draft of a programme. */
async function getKnown(tx: Transaction, committee: Home, programme: Programme, today: string): Promise<Known> {
	const period = { from: programme.startsOn, to: programme.endsOn };
	return {
		...{ period, today, targets: programme.targets },
		places: await listPlacesOf(tx, programme.id),
		positions: await listWhereabouts(tx),
		teams: await listTeams(tx, committee.id),
		partners: await listPartners(tx, committee.id),
		activities: await listActivities(tx, programme.id),
		calendar: await listCalendar(tx, period.from, period.to),
	};
}

/** What a draft is made from, or why there is nothing to draft. */
export const getInstance = async (
	tx: Transaction,
	committee: Home,
	programme: Programme,
	{ request, today }: { request: DraftRequest; today: string },
) => instanceOf(await getKnown(tx, committee, programme, today), request);

export type Asked = { ok: true } | { ok: false; issues: Issue[]; refusal: DraftRefusal | null };
type Asking = { typed: Typed; today: string };

/** Asks for a draft of a programme; what keeps it from being made is said at once. */
export async function askDraft(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ typed, today }: Asking,
): Promise<Asked> {
	const { municipalities } = await getLand(tx, committee);
	const period = { from: programme.startsOn, to: programme.endsOn };
	const parsed = parseRequest(typed, { municipalities, period });
	if (!parsed.ok) return { ok: false, issues: parsed.issues, refusal: null };
	const request = { ...parsed.value, locks: [] };
	return submitRequest(tx, actor, committee, programme, { request, today });
}

/** Asks once more what was asked for a draft; the lines that the form ticks stay as they are. */
export async function askAgain(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ typed, today, id }: Asking & { id: string },
): Promise<Asked> {
	const { result, request } = await lockDraft(tx, programme.id, id);
	const locks = chosenLines(typed, result?.lines ?? []).map(({ place, audience, day, team }) => ({
		...{ place, audience, day, team },
	}));
	return submitRequest(tx, actor, committee, programme, { request: { ...request, locks }, today });
}

async function submitRequest(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	asked: { request: DraftRequest; today: string },
): Promise<Asked> {
	if (programme.state === 'closed') throw new Problem('frozen', `programme ${programme.slug} is closed`);
	// Pressed twice, or by two people: the one under way is shown.
	if ((await listDrafts(tx, programme.id)).some(({ state }) => isUnderWay(state))) return { ok: true };
	const made = await getInstance(tx, committee, programme, asked);
	if (!made.ok) {
		const { ok: _, ...refusal } = made;
		return { ok: false, issues: [], refusal };
	}
	const id = await insertDraft(tx, programme, asked.request, actor);
	await enqueue(tx, draftTask, { id }, { queue: 'drafts', key: `draft:${id}`, maxAttempts: 3 });
	return { ok: true };
}

/** Ends a draft that is under way; whoever makes it notices within a second. */
export async function cancelDraft(tx: Transaction, programme: Programme, id: string): Promise<void> {
	await lockDraft(tx, programme.id, id);
	await saveDraft(tx, id, { state: 'cancelled' });
}

export type Accepted =
	| { ok: true; activities: number }
	| { ok: false; reason: 'none_chosen' | 'not_shown' }
	/** What was drafted no longer fits what is known now. */
	| { ok: false; reason: 'outdated'; violation: Violation };

/**
 * Makes activities of the lines that the form ticks, or of all, in one transaction or not at all: proposed, with an event each. Lines
 * that no longer fit (a team was removed, something else was planned that day) are refused.
 */
export async function acceptDraft(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	programme: Programme,
	{ typed, today, id, all }: Asking & { id: string; all: boolean },
): Promise<Accepted> {
	const { state, result, request } = await lockDraft(tx, programme.id, id);
	if (state !== 'done' || result === null) return { ok: false, reason: 'not_shown' };
	const lines = all ? result.lines : chosenLines(typed, result.lines);
	const [first] = lines;
	if (!first) return { ok: false, reason: 'none_chosen' };
	const made = await getInstance(tx, committee, programme, { request: { ...request, locks: [] }, today });
	const [violation] = made.ok ? violationsOf(made.instance, lines) : [{ rule: 'unknown' as const, line: first }];
	if (violation) return { ok: false, reason: 'outdated', violation };
	for (const plan of await plansOf(tx, committee, lines, request)) {
		const proposed = await proposeActivity(tx, actor, committee, programme, plan);
		if (!proposed.ok) throw new Problem('conflict', `number ${proposed.number} is taken`);
	}
	await saveDraftAccepted(tx, id, lines.length);
	return { ok: true, activities: lines.length };
}

/** Lines as plans of activities; the hour is agreed with the institution. */
async function plansOf(tx: Transaction, committee: Home, lines: readonly Line[], request: DraftRequest) {
	// Titles are in the language of the committee, whoever accepts.
	const t = translator('sq');
	const places = new Map((await listPlaces(tx, committee.id)).map((place) => [place.id, place]));
	const teams = new Map((await listTeams(tx, committee.id)).map((team) => [team.id, team]));
	return lines.map((line) => {
		const place = places.get(line.place);
		const team = teams.get(line.team);
		if (!place || !team) throw new Problem('stale', `place ${line.place} or team ${line.team} is gone`);
		const setting = settingOf(place.kind);
		return {
			...{ number: null, setting, leadId: team.partnerId, supporterIds: [], national: false },
			title: t(`assistant.activity.${line.audience}`),
			...{ placeId: place.id, municipalityCode: place.municipalityCode, unitCode: place.unitCode },
			...{ audiences: [line.audience], methods: ['talk' as const, 'leaflet' as const] },
			...{ takesPlaceOn: line.day, startsAt: null, endsAt: null },
			plannedPersons: expectedPersons(request, { kind: place.kind, audience: line.audience }),
			visibility: usualVisibility(setting),
		};
	});
}

/**
 * The page of the assistant. Who looks again waits a little for news, at most a few seconds: a small draft is there with the first look.
 */
export async function lookAtDraft(
	locals: Parameters<typeof onMonth>[0],
	month: string,
	{ today, waits }: { today: string; waits: boolean },
) {
	const look = () =>
		onMonth(locals, month, async ({ tx, committee, programme }) => ({
			programme,
			...(await getDraftPage(tx, committee, programme, today)),
		}));
	let page = await look();
	for (let looks = waits ? 6 : 0; looks > 0 && page.latest && isUnderWay(page.latest.state); looks--) {
		await pause(500);
		page = await look();
	}
	return page;
}

/** Everything the page of the assistant shows. */
async function getDraftPage(tx: Transaction, committee: Home, programme: Programme, today: string) {
	const drafts = await listDrafts(tx, programme.id);
	const shown = shownDraft(drafts);
	const known = await getKnown(tx, committee, programme, today);
	const made = shown && instanceOf(known, { ...shown.request, locks: [] });
	const { municipalities, units } = await getLand(tx, committee);
	const zones = new Map(made?.ok ? made.instance.places.map(({ id, zone }) => [id, zone]) : []);
	const journeys = new Map(made?.ok ? made.instance.teams.map(({ id, minutes }) => [id, minutes]) : []);
	return {
		latest: drafts[0] ?? null,
		shown,
		/** Of each line, about how long its team travels one way; null where that is not known any more. */
		minutes: (shown?.result?.lines ?? []).map(
			({ team, place }) => journeys.get(team)?.[zones.get(place) ?? ''] ?? null,
		),
		places: (await listPlaces(tx, committee.id)).map(({ id, name, kind, municipalityCode, unitCode }) => ({
			...{ id, name, kind, municipalityCode, unitCode },
		})),
		teams: await listTeams(tx, committee.id),
		holidays: known.calendar,
		...{ municipalities, units },
	};
}
