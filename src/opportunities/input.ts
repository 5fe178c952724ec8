import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import {
	type CheckItem,
	checkItems,
	type Offer,
	type OfferDraft,
	type OfferKind,
	type OfferState,
	offerKinds,
	offerStates,
	type Pledge,
	type PledgeDraft,
	promises,
} from './model.ts';

const phoneShape = /^\+?[0-9][0-9 ]{1,24}$/;

/** Reads the form of an offer; also what a row of a sheet says. @param municipalities those an offer may be in */
export function parseOffer(typed: Typed, municipalities: readonly { code: string }[]): Parsed<OfferDraft> {
	const read = new Reader(typed);
	const kind = read.choice('kind', offerKinds, { required: true });
	const title = read.text('title', 160, { required: true });
	const provider = read.text('provider', 160, { required: true });
	const deadline = read.day('deadline', { required: true });
	const eligibility = read.text('eligibility', 600, { required: true });
	const source = read.text('source', 300, { required: true });
	const cost = read.text('cost', 120);
	const pay = read.text('pay', 120);
	const rest = {
		municipalityCode: read.choice(
			'municipality',
			municipalities.map(({ code }) => code),
		),
		place: read.text('place', 200),
		startsOn: read.day('starts_on'),
		hours: read.text('hours', 120),
		phone: phoneIn(read),
		address: read.text('address', 200),
	};
	// Whoever asks money for a job gets no place on the list.
	if (kind === 'job' && cost !== null) read.issue('cost', 'issue.job_costs');
	if (kind === 'course' && pay !== null) read.issue('pay', 'issue.course_pays');
	if (deadline && rest.startsOn && rest.startsOn < deadline) read.issue('starts_on', 'issue.starts_before_deadline');
	if (read.issues.length > 0 || !kind || !title || !provider || !deadline || !eligibility || !source)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { kind, title, provider, deadline, eligibility, source, cost, pay, ...rest } };
}

function phoneIn(read: Reader): string | null {
	const text =
		read
			.text('phone', 40)
			?.replace(/[.\-/()\s]+/g, ' ')
			.trim() ?? null;
	return text === null || phoneShape.test(text) ? text : read.issue('phone', 'issue.not_a_phone');
}

const one = (text: string | null): string[] => (text === null ? [] : [text]);

/** An offer as its form shows it. */
export const typedForOffer = (offer: OfferDraft): Typed => ({
	kind: [offer.kind],
	title: [offer.title],
	provider: [offer.provider],
	municipality: one(offer.municipalityCode),
	place: one(offer.place),
	deadline: [offer.deadline],
	starts_on: one(offer.startsOn),
	eligibility: [offer.eligibility],
	cost: one(offer.cost),
	pay: one(offer.pay),
	hours: one(offer.hours),
	phone: one(offer.phone),
	address: one(offer.address),
	source: [offer.source],
});

/** The answers to the checklist; what is left open stays as it was. */
export const parseChecks = (typed: Typed): { item: CheckItem; holds: boolean }[] =>
	checkItems.flatMap((item) => {
		const answer = first(typed, item);
		return answer === 'yes' || answer === 'no' ? [{ item, holds: answer === 'yes' }] : [];
	});

export type OfferQuestion = { search: string; kind: OfferKind | null; state: OfferState | null };

/** What the address asks of the list. */
export const parseQuestion = (address: URLSearchParams): OfferQuestion => ({
	search: address.get('search')?.trim().slice(0, 100) ?? '',
	kind: offerKinds.find((kind) => kind === address.get('kind')) ?? null,
	state: offerStates.find((state) => state === address.get('state')) ?? null,
});

/** Reads the form of a pledge. */
export function parsePledge(typed: Typed): Parsed<PledgeDraft> {
	const read = new Reader(typed);
	const employer = read.text('employer', 160, { required: true });
	const chosen = read.choices('promises', promises, { required: true });
	const signedOn = read.day('signed_on', { required: true });
	const validTo = read.day('valid_to', { required: true });
	if (signedOn && validTo && validTo < signedOn) read.issue('valid_to', 'issue.until_before_from');
	if (read.issues.length > 0 || !employer || !signedOn || !validTo) return { ok: false, issues: read.issues };
	return { ok: true, value: { employer, promises: chosen, signedOn, validTo, shown: read.ticked('shown') } };
}

/** A pledge as its form shows it. */
export const typedForPledge = (pledge: Pledge): Typed => ({
	employer: [pledge.employer],
	promises: pledge.promises,
	signed_on: [pledge.signedOn],
	valid_to: [pledge.validTo],
	...(pledge.shown ? { shown: ['yes'] } : {}),
});

/** The version a form was made from. */
export const versionTyped = (typed: Typed): number => Number(first(typed, 'version')) || 0;

/** The activity that was chosen; empty when the link is to go. */
export const activityTyped = (typed: Typed): Offer['activityId'] => first(typed, 'activity') || null;
