import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { getActivity, listActivities } from '#activities/store.server.ts';
import type { Committee } from '#committees/model.ts';
import { getCommittee, getNationalCommittee } from '#committees/store.server.ts';
import { listContributions } from '#contributions/store.server.ts';
import { hasPoster, posterSizes } from '#doors/poster.ts';
import type { Locale } from '#i18n/locales.ts';
import { getPartner, listPartners } from '#partners/store.server.ts';
import { actorAccount } from '#people/model.ts';
import { findAccount } from '#people/store.server.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Programme } from '#programmes/model.ts';
import { listProgrammes } from '#programmes/store.server.ts';
import { composeLetter } from './document.ts';
import { draftInvitation, draftOrder } from './drafting.ts';
import { factsOf, institutionsOf, type Month } from './facts.ts';
import { parseBases, parseNumber, parseReason, parseText, versionTyped, whomTyped } from './input.ts';
import {
	countUnconfirmed,
	type Letter,
	type LetterFacts,
	type LetterVerb,
	type LetterWhyNot,
	whyNot,
} from './model.ts';
import {
	deleteDraft,
	getLetter,
	insertLetter,
	isNumberTaken,
	listBases,
	listLetters,
	saveNumber,
	savePackBases,
	saveSigned,
	saveText,
	saveWithdrawn,
} from './store.server.ts';

type Refused = { ok: false; issues: Issue[] };
export type Changed = { ok: true } | Refused | { ok: false; why: LetterWhyNot };
type Desk = { tx: Transaction; actor: Actor; committee: Committee };
type OnMonth = Desk & { programme: Programme };

async function readMonth(tx: Transaction, committee: Committee, programme: Programme): Promise<Month> {
	return {
		...{ committee, programme },
		activities: await listActivities(tx, programme.id),
		contributions: await listContributions(tx, { programmeId: programme.id }),
		partners: await listPartners(tx, committee.id),
	};
}

/** What a letter lists: frozen with its number, before that as the month stands now. */
async function factsFor(tx: Transaction, committee: Committee, letter: Letter): Promise<LetterFacts> {
	if (letter.facts !== null) return letter.facts;
	const programme = (await listProgrammes(tx, committee.id)).find(({ id }) => id === letter.programmeId);
	if (!programme) throw new Problem('not_found', `no programme of letter ${letter.id}`);
	return factsOf(await readMonth(tx, committee, programme), letter);
}

/** A letter as its page shows it. */
export async function getLetterPage(tx: Transaction, committee: Committee, id: string) {
	const letter = await getLetter(tx, committee.id, id);
	const facts = await factsFor(tx, committee, letter);
	return { letter, facts, paper: composeLetter(letter, facts), unconfirmed: countUnconfirmed(letter) };
}

/** What of a month is on paper, and what could be. */
export async function getMonthPaper(tx: Transaction, committee: Committee, programme: Programme) {
	const month = await readMonth(tx, committee, programme);
	const letters = await listLetters(tx, { committeeId: committee.id, programmeId: programme.id });
	const written = new Set(letters.filter(isLive).map(({ partnerId, activityId }) => activityId === null && partnerId));
	const institutions = institutionsOf(month);
	const open = month.activities.filter(({ visibility, state }) => visibility === 'public' && state !== 'proposed');
	return {
		...{ letters, institutions },
		unwritten: institutions.filter(({ id }) => !written.has(id)),
		hasOrder: letters.some((one) => one.kind === 'order' && isLive(one)),
		activities: month.activities.map(({ number, title }) => ({ number, title })),
		posters: programme.state !== 'in_preparation' && hasPoster(open) ? posterSizes : [],
	};
}

const isLive = ({ state }: Letter): boolean => state !== 'withdrawn';

/** Where answers go: as the committee wrote it last, else to whoever drafts. */
async function replyToOf({ tx, actor, committee }: Desk): Promise<string> {
	const said = (await listLetters(tx, { committeeId: committee.id })).filter(({ replyTo }) => replyTo !== '').at(-1);
	if (said) return said.replyTo;
	const id = actorAccount(actor);
	return (id && (await findAccount(tx, { id }))?.email) || '';
}

/** Drafts an invitation for each institution of the month that has none yet. Pressed twice, it finds nobody. @returns how many */
export async function draftInvitations(desk: OnMonth, locale: Locale): Promise<number> {
	const { tx, actor, committee, programme } = desk;
	const month = await readMonth(tx, committee, programme);
	const { unwritten } = await getMonthPaper(tx, committee, programme);
	const replyTo = await replyToOf(desk);
	for (const { id: partnerId, name: addressee } of unwritten) {
		const about = { kind: 'invitation' as const, partnerId, activityId: null };
		const text = draftInvitation(locale, { facts: factsOf(month, about), replyTo, addressee });
		await insertLetter(tx, committee.id, { programmeId: programme.id, ...about, locale, text }, actor);
	}
	return unwritten.length;
}

/** Drafts one invitation, to one activity where the form names it. */
export async function draftOneInvitation(
	desk: OnMonth,
	typed: Typed,
	locale: Locale,
): Promise<{ ok: true; id: string } | Refused> {
	const { tx, actor, committee, programme } = desk;
	const whom = whomTyped(typed);
	if (whom.partnerId === '') return { ok: false, issues: [{ field: 'partner', message: 'issue.not_chosen' }] };
	const partner = await getPartner(tx, committee.id, whom.partnerId);
	const activity = whom.activity === null ? null : await getActivity(tx, programme.id, whom.activity);
	const about = { kind: 'invitation' as const, partnerId: partner.id, activityId: activity?.id ?? null };
	const facts = factsOf(await readMonth(tx, committee, programme), about);
	if (facts.activities.length === 0)
		return { ok: false, issues: [{ field: 'partner', message: 'letter.issue.no_part' }] };
	const text = draftInvitation(locale, { facts, replyTo: await replyToOf(desk), addressee: partner.name });
	const id = await insertLetter(tx, committee.id, { programmeId: programme.id, ...about, locale, text }, actor);
	return { ok: true, id };
}

/** Drafts the order of a month; its id. */
export async function draftMonthOrder({ tx, actor, committee, programme }: OnMonth, locale: Locale): Promise<string> {
	const about = { kind: 'order' as const, partnerId: null, activityId: null };
	const facts = factsOf(await readMonth(tx, committee, programme), about);
	const bases = await listBases(tx, committee.id, (await getNationalCommittee(tx)).id);
	const text = draftOrder(locale, { facts, bases });
	return insertLetter(tx, committee.id, { programmeId: programme.id, ...about, locale, text }, actor);
}

const stale: Refused = { ok: false, issues: [{ field: 'subject', message: 'form.stale', words: {} }] };

/** Changes the text of a draft. */
export async function submitText({ tx, committee }: Desk, id: string, typed: Typed): Promise<{ ok: true } | Refused> {
	const letter = await getLetter(tx, committee.id, id);
	if (letter.state !== 'draft') throw new Problem('frozen', `letter ${id} has a number`);
	const parsed = parseText(typed, letter.kind);
	if (!parsed.ok) return parsed;
	return (await saveText(tx, { id, version: versionTyped(typed) }, parsed.value)) ? { ok: true } : stale;
}

/** Does what a button on the page of a letter says. */
export async function changeLetter(
	{ tx, actor, committee }: Desk,
	{ id, verb, typed, now = new Date() }: { id: string; verb: LetterVerb; typed: Typed; now?: Date },
): Promise<Changed> {
	const letter = await getLetter(tx, committee.id, id);
	const facts = await factsFor(tx, committee, letter);
	const why = whyNot(verb, letter, facts);
	if (why) return { ok: false, why };
	const seen = { id, version: versionTyped(typed) };
	// Nothing but the number depends on what the person saw of the text.
	const latest = { id, version: letter.version };
	if (verb === 'discard') await deleteDraft(tx, id);
	if (verb === 'sign') return (await saveSigned(tx, latest, actor)) ? { ok: true } : stale;
	if (verb === 'withdraw') {
		const reason = parseReason(typed);
		if (!reason.ok) return reason;
		return (await saveWithdrawn(tx, latest, actor, reason.value)) ? { ok: true } : stale;
	}
	if (verb !== 'number') return { ok: true };
	const parsed = parseNumber(typed, { today: dayAt(now), unconfirmed: countUnconfirmed(letter) });
	if (!parsed.ok) return parsed;
	if (await isNumberTaken(tx, committee.id, parsed.value)) {
		const words = { number: parsed.value.protocolNumber, year: parsed.value.datedOn.slice(0, 4) };
		return { ok: false, issues: [{ field: 'protocol_number', message: 'letter.issue.taken', words }] };
	}
	return (await saveNumber(tx, seen, parsed.value, facts)) ? { ok: true } : stale;
}

/** Brings in the legal bases of a country pack: for the national office, and unconfirmed until somebody has checked them. */
export async function loadBases(tx: Transaction, folder: string): Promise<void> {
	const text = (name: string) => readFile(path.join(folder, name), 'utf8');
	const { nationalCommittee } = JSON.parse(await text('pack.json')) as { nationalCommittee: { code: string } };
	const { id } = await getCommittee(tx, { code: nationalCommittee.code });
	await savePackBases(tx, id, parseBases(await text('bases.csv')));
}
