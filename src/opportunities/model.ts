import { searchForm } from '#i18n/search.ts';

export const offerKinds = ['course', 'job'] as const;
export type OfferKind = (typeof offerKinds)[number];

/**
 * - `proposed`: added or imported; nobody outside the desk sees it
 * - `listed`: every statement of the checklist was checked and holds: the public sees it until its deadline
 * - `withdrawn`: taken off; it can be proposed again
 */
export const offerStates = ['proposed', 'listed', 'withdrawn'] as const;
export type OfferState = (typeof offerStates)[number];

/** What an offer says, as a person or a sheet brings it. */
export type OfferDraft = {
	kind: OfferKind;
	title: string;
	/** Who teaches or employs. */
	provider: string;
	municipalityCode: string | null;
	place: string | null;
	/** The last day to apply. */
	deadline: string;
	startsOn: string | null;
	eligibility: string;
	/** What a course costs; null: it is free. Nobody pays for a job. */
	cost: string | null;
	/** What a job pays. */
	pay: string | null;
	hours: string | null;
	/** Of the institution, never of a person. */
	phone: string | null;
	address: string | null;
	source: string;
};

export type Offer = OfferDraft & {
	id: string;
	committeeId: string;
	municipalityName: string | null;
	rowKey: string | null;
	state: OfferState;
	listedOn: string | null;
	activityId: string | null;
	demonstration: boolean;
	version: number;
};

/** The marks of a false offer, turned round: each has to hold before anybody reads the offer. */
export const checkItems = ['employer', 'contract', 'pay', 'no_fee', 'papers', 'meeting', 'work', 'contact'] as const;
export type CheckItem = (typeof checkItems)[number];
export type Check = { item: CheckItem; holds: boolean; actor: string; at: Date };

/** Statements that nobody has answered, and those that do not hold. */
export function openItems(checks: readonly Pick<Check, 'item' | 'holds'>[]): {
	open: CheckItem[];
	failed: CheckItem[];
} {
	const answers = new Map(checks.map(({ item, holds }) => [item, holds]));
	return {
		open: checkItems.filter((item) => !answers.has(item)),
		failed: checkItems.filter((item) => answers.get(item) === false),
	};
}

export type OfferVerb = 'list' | 'withdraw' | 'reopen';
const nextStates: Record<OfferVerb, { from: readonly OfferState[]; to: OfferState }> = {
	list: { from: ['proposed'], to: 'listed' },
	withdraw: { from: ['proposed', 'listed'], to: 'withdrawn' },
	reopen: { from: ['withdrawn'], to: 'proposed' },
};
export const verbsOf = (state: OfferState): OfferVerb[] =>
	(Object.keys(nextStates) as OfferVerb[]).filter((verb) => nextStates[verb].from.includes(state));

export type Refusal = 'state' | 'unchecked' | 'doubtful' | 'past';

/** The state after the verb, or why not. */
export function stateAfter(
	verb: OfferVerb,
	offer: Pick<Offer, 'state' | 'deadline'>,
	checks: readonly Pick<Check, 'item' | 'holds'>[],
	today: string,
): { ok: true; state: OfferState } | { ok: false; reason: Refusal } {
	const { from, to } = nextStates[verb];
	if (!from.includes(offer.state)) return { ok: false, reason: 'state' };
	if (verb === 'list') {
		const { open, failed } = openItems(checks);
		if (failed.length > 0) return { ok: false, reason: 'doubtful' };
		if (open.length > 0) return { ok: false, reason: 'unchecked' };
		if (offer.deadline < today) return { ok: false, reason: 'past' };
	}
	return { ok: true, state: to };
}

/** Whether the public reads it today. */
export const isOpen = ({ state, deadline }: Pick<Offer, 'state' | 'deadline'>, today: string): boolean =>
	state === 'listed' && deadline >= today;

export const offerFields = [
	'kind',
	'title',
	'provider',
	'municipalityCode',
	'place',
	'deadline',
	'startsOn',
	'eligibility',
	'cost',
	'pay',
	'hours',
	'phone',
	'address',
	'source',
] as const satisfies readonly (keyof OfferDraft)[];
export type OfferField = (typeof offerFields)[number];

/** What differs between an offer and what is to be said of it now. */
export const changedFields = (offer: OfferDraft, draft: OfferDraft): OfferField[] =>
	offerFields.filter((field) => offer[field] !== draft[field]);

// A day moved, or where it was read, does not make an offer another one.
const harmless: readonly OfferField[] = ['deadline', 'startsOn', 'source'];

/** Whether a change asks for the checklist anew: then what was listed waits at the desk again. */
export const needsNewChecks = (changed: readonly OfferField[]): boolean =>
	changed.some((field) => !harmless.includes(field));

/** By which the next sheet knows an offer: the office's own number, else what it is and by whom. */
export const rowKeyOf = (
	code: string,
	{ kind, title, provider }: Pick<OfferDraft, 'kind' | 'title' | 'provider'>,
): string =>
	(searchForm(code) === ''
		? [kind, searchForm(title), searchForm(provider)].join('|')
		: `nr|${searchForm(code)}`
	).slice(0, 400);

/** Whether every word of a search is in title, provider or place. */
export function isFound({ title, provider, place, municipalityName }: Offer, search: string): boolean {
	const form = searchForm([title, provider, place, municipalityName].join(' '));
	return searchForm(search)
		.split(' ')
		.every((word) => form.includes(word));
}

/** What an employer can promise in writing. */
export const promises = ['no_fees', 'contract', 'papers', 'pay', 'session'] as const;
export type Promised = (typeof promises)[number];

export type PledgeDraft = {
	employer: string;
	promises: Promised[];
	signedOn: string;
	validTo: string;
	/** Whether the public reads it. */
	shown: boolean;
};
export type Pledge = PledgeDraft & { id: string; committeeId: string; demonstration: boolean; version: number };

export const isInForce = ({ signedOn, validTo }: Pick<Pledge, 'signedOn' | 'validTo'>, today: string): boolean =>
	signedOn <= today && today <= validTo;
