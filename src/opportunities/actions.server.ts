import { createHash } from 'node:crypto';
import type { Committee } from '#committees/model.ts';
import { limits, type SheetRow } from '#planning/model.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import { OffloadError, offload } from '#platform/offload.server.ts';
import { type Issue, Problem } from '#platform/problem.ts';
import type { Municipality } from '#territory/model.ts';
import { listLand } from '#territory/store.server.ts';
import { activityTyped, parseChecks, parseOffer, parsePledge, versionTyped } from './input.ts';
import {
	changedFields,
	needsNewChecks,
	type Offer,
	type OfferDraft,
	type OfferVerb,
	type Refusal,
	stateAfter,
} from './model.ts';
import { type ReadOffers, readOffers } from './reading.server.ts';
import { compareOffers, type OfferColumn, type OfferComparison } from './sheet.ts';
import {
	deleteChecks,
	getOffer,
	getPledge,
	insertOffer,
	insertPledge,
	listChecks,
	listCompanyActivities,
	listOffers,
	saveChecks,
	saveOffer,
	savePledge,
} from './store.server.ts';

type Home = Pick<Committee, 'id'>;
type Refused = { ok: false; issues: Issue[] };
type Saved = { ok: true; id: string } | Refused;
export type Changed = { ok: true } | { ok: false; reason: Refusal | 'stale' };

const stale = (field: string): Refused => ({ ok: false, issues: [{ field, message: 'form.stale', words: {} }] });

/**
 * Adds an offer, or changes the one with the id. What makes it another offer asks for the checklist anew, and what was listed waits at the
 * desk again.
 */
export async function submitOffer(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ typed, id, municipalities }: { typed: Typed; id: string | null; municipalities: readonly Municipality[] },
): Promise<Saved> {
	const parsed = parseOffer(typed, municipalities);
	if (!parsed.ok) return parsed;
	if (id === null)
		return { ok: true, id: await insertOffer(tx, committee.id, { draft: parsed.value, rowKey: null, actor }) };
	const offer = await getOffer(tx, committee.id, id);
	return (await changeFacts(tx, actor, { ...offer, version: versionTyped(typed) }, parsed.value))
		? { ok: true, id }
		: stale('title');
}

async function changeFacts(tx: Transaction, actor: Actor, offer: Offer, draft: OfferDraft): Promise<boolean> {
	const anew = needsNewChecks(changedFields(offer, draft));
	const state = anew && offer.state === 'listed' ? ('proposed' as const) : offer.state;
	if (!(await saveOffer(tx, offer, actor, { draft, state }))) return false;
	if (anew) await deleteChecks(tx, offer.id);
	return true;
}

/** Keeps what somebody found out. A statement that does not hold takes a listed offer off the list first. */
export async function checkOffer(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, typed, now }: { id: string; typed: Typed; now: Date },
): Promise<Changed> {
	const offer = await getOffer(tx, committee.id, id);
	const answers = parseChecks(typed);
	const doubt = answers.some(({ holds }) => !holds);
	const state = doubt && offer.state === 'listed' ? ('proposed' as const) : offer.state;
	const saved = await saveOffer(tx, { id, version: versionTyped(typed) }, actor, { state });
	if (!saved) return { ok: false, reason: 'stale' };
	// Who looked and when belongs to the answer: what says the same as before keeps its person.
	const before = new Map((await listChecks(tx, id)).map(({ item, holds }) => [item, holds]));
	const fresh = answers.filter(({ item, holds }) => before.get(item) !== holds);
	await saveChecks(tx, offer, fresh, { actor, at: now });
	return { ok: true };
}

/** Lists, withdraws or proposes an offer anew. */
export async function changeOffer(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, verb, typed, now }: { id: string; verb: OfferVerb; typed: Typed; now: Date },
): Promise<Changed> {
	const offer = await getOffer(tx, committee.id, id);
	const next = stateAfter(verb, offer, await listChecks(tx, id), dayAt(now));
	if (!next.ok) return next;
	const listedOn = verb === 'list' ? { listedOn: dayAt(now) } : {};
	const version = versionTyped(typed);
	const saved = await saveOffer(tx, { id, version }, actor, { state: next.state, ...listedOn });
	return saved ? { ok: true } : { ok: false, reason: 'stale' };
}

/** Links an offer to an activity of the committee in a company, or takes the link away. @throws Problem not_found for any other activity */
export async function linkOffer(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ id, typed }: { id: string; typed: Typed },
): Promise<Changed> {
	await getOffer(tx, committee.id, id);
	const activityId = activityTyped(typed);
	const known = await listCompanyActivities(tx, committee.id);
	if (activityId !== null && !known.some((activity) => activity.id === activityId))
		throw new Problem('not_found', 'no activity of the committee in a company');
	const saved = await saveOffer(tx, { id, version: versionTyped(typed) }, actor, { activityId });
	return saved ? { ok: true } : { ok: false, reason: 'stale' };
}

/** Adds a pledge, or changes the one with the id. */
export async function submitPledge(tx: Transaction, committee: Home, typed: Typed, id: string | null): Promise<Saved> {
	const parsed = parsePledge(typed);
	if (!parsed.ok) return parsed;
	if (id === null) return { ok: true, id: await insertPledge(tx, committee.id, parsed.value) };
	await getPledge(tx, committee.id, id);
	return (await savePledge(tx, id, versionTyped(typed), parsed.value)) ? { ok: true, id } : stale('employer');
}

/** Reads a sheet beside the server; what stalls or fills the memory harms only its thread. */
export async function readOfferFile(bytes: Uint8Array): Promise<ReadOffers> {
	if (bytes.length > limits.bytes) return readOffers({ bytes });
	try {
		return await offload<ReadOffers>(
			'#opportunities/reading.server.ts',
			'readOffers',
			{ bytes },
			{ timeoutMs: 20_000, memoryMb: 768 },
		);
	} catch (cause) {
		if (!(cause instanceof OffloadError) || !['timeout', 'memory'].includes(cause.reason)) throw cause;
		return { ok: false, issues: [{ field: 'file', message: 'import.issue.took_too_long' }] };
	}
}

/** `seen`: by which a form knows what its person saw. */
export type OfferPreview = { comparison: OfferComparison; seen: string };

/** What importing a sheet would do at this moment; nothing is written. */
export async function previewOffers(
	tx: Transaction,
	committee: Pick<Committee, 'id' | 'countyCode'>,
	rows: readonly SheetRow<OfferColumn>[],
	source: string,
): Promise<OfferPreview> {
	const { municipalities } = await listLand(tx, committee.countyCode);
	const offers = await listOffers(tx, committee.id);
	const comparison = compareOffers(rows, { municipalities, offers, source });
	const seen = createHash('sha256').update(JSON.stringify(comparison.rows)).digest('base64url');
	return { comparison, seen };
}

export type Imported =
	| { ok: true; added: number; changed: number; same: number }
	| { ok: false; reason: 'errors' | 'stale' };

/** Writes every row or none. What is new or another offer waits for its checklist. */
export async function importOffers(
	tx: Transaction,
	actor: Actor,
	committee: Home,
	{ comparison, demonstration = false }: { comparison: OfferComparison; demonstration?: boolean },
): Promise<Imported> {
	if (comparison.counts.error > 0) return { ok: false, reason: 'errors' };
	const known = new Map((await listOffers(tx, committee.id)).map((offer) => [offer.id, offer]));
	for (const { class: kind, draft, existing, rowKey } of comparison.rows) {
		if (kind === 'same' || draft === null) continue;
		const offer = existing && known.get(existing.id);
		if (!offer) await insertOffer(tx, committee.id, { draft, rowKey, actor, demonstration });
		else if (!(await changeFacts(tx, actor, offer, draft))) throw new Problem('stale', 'an offer changed meanwhile');
	}
	const { new: added, changed, same } = comparison.counts;
	return { ok: true, added, changed, same };
}
