import { type Locale, locales } from '#i18n/locales.ts';
import { searchForm } from '#i18n/search.ts';
import { addDays } from '#platform/dates.ts';
import { first, Reader, type Typed } from '#platform/forms.ts';
import type { Parsed } from '#platform/problem.ts';
import { type CommitteeOrder, emailOf, isEmail, needsOrder, type Role } from './model.ts';

/** The longest time an order names a committee for, in days: two years. */
const mostDays = 731;

export type OrderDraft = Omit<CommitteeOrder, 'id'> & {
	/** Whether the seats of the order before it go on. */ copying: boolean;
};

/** Reads the form of a yearly order. */
export function parseOrder(typed: Typed): Parsed<OrderDraft> {
	const read = new Reader(typed);
	const number = read.text('number', 40, { required: true });
	const datedOn = read.day('dated', { required: true });
	const period = parsePeriod(read, { required: true });
	if (read.issues.length > 0 || number === null || datedOn === null || !period?.validTo)
		return { ok: false, issues: read.issues };
	const { validFrom, validTo } = period;
	return { ok: true, value: { number, datedOn, validFrom, validTo, copying: read.ticked('copy') } };
}

export type Period = { validFrom: string; validTo: string | null };

/** From one day to another, both included. */
function parsePeriod(read: Reader, { required = false } = {}): Period | null {
	const validFrom = read.day('from', { required: true });
	const validTo = read.day('to', { required });
	if (validFrom === null) return null;
	if (validTo !== null && validTo < validFrom) return read.issue('to', 'issue.period_backwards');
	if (validTo !== null && validTo > addDays(validFrom, mostDays)) return read.issue('to', 'issue.period_too_long');
	return { validFrom, validTo };
}

/** A seat lasts no longer than the order that gives it. */
function within(
	read: Reader,
	period: Period,
	order: Pick<CommitteeOrder, 'validFrom' | 'validTo'> | null,
): Period | null {
	if (!order) return period.validTo === null ? read.issue('to', 'issue.end_needed') : period;
	const validTo = period.validTo ?? order.validTo;
	if (period.validFrom >= order.validFrom && validTo <= order.validTo) return { ...period, validTo };
	const field = period.validFrom < order.validFrom ? 'from' : 'to';
	return read.issue(field, 'issue.outside_order', { from: order.validFrom, to: order.validTo });
}

/** Reads new days for a seat. */
export function parseValidity(
	typed: Typed,
	order: Pick<CommitteeOrder, 'validFrom' | 'validTo'> | null,
): Parsed<Period> {
	const read = new Reader(typed);
	const period = parsePeriod(read);
	const value = period && within(read, period, order);
	return value && read.issues.length === 0 ? { ok: true, value } : { ok: false, issues: read.issues };
}

export type Invited = { name: string; email: string; locale: Locale };
export type SeatDraft = Period & {
	role: Role;
	orderId: string | null;
	partnerId: string | null;
	person: Invited;
	substitute: Invited | null;
};

type Choices = { roles: readonly Role[]; orders: readonly CommitteeOrder[]; partners: readonly { id: string }[] };

/** Reads the form of a seat; `roles` are those that whoever fills it in may give. */
export function parseSeat(typed: Typed, { roles, orders, partners }: Choices): Parsed<SeatDraft> {
	const read = new Reader(typed);
	const role = read.choice('role', roles, { required: true });
	const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id);
	const orderId = read.choice('order', ids(orders), { required: role !== null && needsOrder(role) });
	// What a role does not have is not asked for: without script the field is on the page all the same.
	const partnerId = role === 'focal_point' ? read.choice('partner', ids(partners), { required: true }) : null;
	const person = parsePerson(read, '', true);
	const substitute = parsePerson(read, 'substitute_', false);
	if (person && substitute && person.email === substitute.email) read.issue('substitute_email', 'issue.own_substitute');
	const period = parsePeriod(read);
	const order = orders.find(({ id }) => id === orderId) ?? null;
	// Days are measured by the order: where that is missing, its own issue is enough.
	const misordered = read.issues.some(({ field }) => field === 'order');
	const valid = period && !misordered ? within(read, period, order) : null;
	if (read.issues.length > 0 || role === null || !person || !valid) return { ok: false, issues: read.issues };
	return { ok: true, value: { role, orderId, partnerId, person, substitute, ...valid } };
}

/** A person by name, address and language; the substitute may be left out whole. */
function parsePerson(read: Reader, prefix: string, required: boolean): Invited | null {
	const asked = required || read.ticked(`${prefix}name`) || read.ticked(`${prefix}email`);
	const name = read.text(`${prefix}name`, 120, { required: asked })?.replace(/\s+/g, ' ') ?? null;
	const typed = read.text(`${prefix}email`, 254, { required: asked });
	const locale = read.choice(`${prefix}locale`, locales, { required: asked });
	const email = typed === null ? null : emailOf(typed);
	if (name !== null && searchForm(name) === '') read.issue(`${prefix}name`, 'issue.no_letters');
	if (email !== null && !isEmail(email))
		read.issue(`${prefix}email`, 'issue.not_an_email', { text: email.slice(0, 60) });
	return name !== null && email !== null && locale !== null ? { name, email, locale } : null;
}

/** The account meant in a form. */
export const chosenAccount = (typed: Typed): string => first(typed, 'account');
