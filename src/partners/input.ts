import { searchForm } from '#i18n/search.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type Contact, isAddress, type Partner, type PartnerKind, partnerKinds } from './model.ts';

export type PartnerDraft = Pick<Partner, 'name' | 'kind' | 'municipalityCode' | 'perDay'>;

/** Reads the form of a partner; `municipalities` are those of the county. */
export function parsePartner(typed: Typed, municipalities: readonly { code: string }[]): Parsed<PartnerDraft> {
	const read = new Reader(typed);
	const name = parseName(read, 'name');
	const kind = read.choice('kind', partnerKinds, { required: true });
	const municipalityCode = read.choice(
		'municipality',
		municipalities.map(({ code }) => code),
	);
	const perDay = read.whole('per_day', 1, 50);
	if (read.issues.length > 0 || name === null || kind === null) return { ok: false, issues: read.issues };
	return { ok: true, value: { name, kind, municipalityCode, perDay } };
}

/** Reads another spelling of a name. */
export function parseAlias(typed: Typed): Parsed<string> {
	const read = new Reader(typed);
	const alias = parseName(read, 'alias');
	return alias === null ? { ok: false, issues: read.issues } : { ok: true, value: alias };
}

function parseName(read: Reader, field: string): string | null {
	const name = read.text(field, 200, { required: true })?.replace(/\s+/g, ' ') ?? null;
	// Names are compared by letters and digits; without any there is nothing to compare.
	return name !== null && searchForm(name) === '' ? read.issue(field, 'issue.no_letters') : name;
}

/** The form that shows a partner as it is. */
export const typedFor = ({ name, kind, municipalityCode, perDay }: Partner): Typed => ({
	name: [name],
	kind: [kind],
	municipality: municipalityCode ? [municipalityCode] : [],
	per_day: perDay === null ? [] : [String(perDay)],
});

export type PartnerQuestion = { search: string; kind: PartnerKind | null };

/** What the address of the list asks for; what it does not know is left out, never an error. */
export const parseQuestion = (address: URLSearchParams): PartnerQuestion => ({
	search: address.get('search')?.trim().slice(0, 100) ?? '',
	kind: partnerKinds.find((kind) => kind === address.get('kind')) ?? null,
});

/** The partner meant in a form or address. */
export const chosenPartner = (typed: Typed): string => first(typed, 'into');

export type ContactDraft = Omit<Contact, 'id' | 'partnerId'>;

/** Reads the form of a focal point; left empty, it is written to from today on. */
export function parseContact(typed: Typed, today: string): Parsed<ContactDraft> {
	const read = new Reader(typed);
	const name = read.text('name', 120, { required: true })?.replace(/\s+/g, ' ') ?? null;
	const email = parseAddress(read);
	const phone = parsePhone(read);
	const locale = read.choice('locale', ['sq', 'en'] as const, { required: true });
	const before = read.issues.length;
	const validFrom = read.day('valid_from') ?? today;
	const validTo = read.day('valid_to');
	if (read.issues.length === before && validTo !== null && validTo < validFrom)
		read.issue('valid_to', 'issue.until_before_from');
	if (read.issues.length > 0 || name === null || email === null || locale === null)
		return { ok: false, issues: read.issues };
	return { ok: true, value: { name, email, phone, locale, validFrom, validTo } };
}

function parseAddress(read: Reader): string | null {
	const typed = read.text('email', 254, { required: true });
	if (typed === null) return null;
	// Domains have no capitals.
	const at = typed.lastIndexOf('@');
	const email = at < 0 ? typed : typed.slice(0, at) + typed.slice(at).toLowerCase();
	return isAddress(email) ? email : read.issue('email', 'issue.not_an_address', { text: typed.slice(0, 60) });
}

function parsePhone(read: Reader): string | null {
	const phone =
		read
			.text('phone', 40)
			?.replace(/[\s()./-]+/g, ' ')
			.trim() ?? null;
	if (phone === null) return null;
	return /^\+?[0-9][0-9 ]{4,24}$/.test(phone) ? phone : read.issue('phone', 'issue.not_a_phone');
}

/** The form that shows a contact as it is. */
export const typedContact = ({ name, email, phone, locale, validFrom, validTo }: ContactDraft): Typed => ({
	...{ name: [name], email: [email], phone: [phone ?? ''], locale: [locale] },
	...{ valid_from: [validFrom], valid_to: [validTo ?? ''] },
});
