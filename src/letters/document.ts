import { contributionText } from '#contributions/naming.ts';
import { count, day, hours, list } from '#i18n/format.ts';
import { intlTag, type Locale } from '#i18n/locales.ts';
import { t } from '#i18n/t.ts';
import { type Letter, type LetterFacts, linesOf, unconfirmedMark } from './model.ts';

export type PaperTable = {
	caption: string;
	head: string[];
	/** Shares of the width, one for each column. */
	widths: number[];
	rows: string[][];
};

/** A letter ready to be set, the same for the page, the text document and the PDF. */
export type LetterPaper = {
	locale: Locale;
	/** BCP 47. */
	tag: string;
	/** For lists and for readers of the file: kind, number and subject. */
	title: string;
	/** What no letter in force says: that it is a draft, or withdrawn and why. */
	mark: string | null;
	demonstration: string | null;
	/** The state and the institution, line by line. */
	head: string[];
	institution: string;
	protocol: string;
	placeAndDay: string;
	/** Of an order: its name, and its number and day. */
	order: { name: string; number: string } | null;
	addressee: { label: string; text: string } | null;
	subject: { label: string; text: string };
	opening: string[];
	grounds: { label: string; lines: string[] } | null;
	command: string | null;
	points: string[];
	tables: PaperTable[];
	brings: { label: string; lines: string[] } | null;
	closing: string[];
	replyTo: { label: string; text: string } | null;
	signatory: string;
	/** The day the file bears. */
	date: string;
	pageOf: string;
};

/** Room for a hand to write in what the paper does not know yet. */
const blank = '____';

export function composeLetter(letter: Letter, facts: LetterFacts): LetterPaper {
	const { locale, kind, datedOn, protocolNumber } = letter;
	const order = kind === 'order';
	const number = protocolNumber ?? blank;
	const said = (text: string) => text.replaceAll(unconfirmedMark, t(locale, 'letter.to_be_confirmed'));
	const lines = (text: string) => linesOf(text).map(said);
	const on = datedOn === null ? t(locale, 'letter.day_blank') : inFigures(datedOn);
	const county = facts.county;
	return {
		locale,
		tag: intlTag[locale],
		title: titleOf(letter),
		mark: markOf(letter),
		demonstration: facts.demonstration ? t(locale, 'app.demonstration') : null,
		head: [
			t(locale, 'letter.head.state'),
			...(county === null
				? [t(locale, 'letter.head.national')]
				: [t(locale, 'letter.head.institution'), t(locale, 'letter.head.county', { county: county.toUpperCase() })]),
		],
		institution: county === null ? t(locale, 'draft.office.national') : t(locale, 'draft.office.county', { county }),
		protocol: t(locale, 'letter.protocol', { number }),
		placeAndDay: t(locale, 'letter.place_and_day', { place: letter.place, day: on }),
		order: order
			? { name: t(locale, 'letter.order.name'), number: t(locale, 'letter.order.number', { number, day: on }) }
			: null,
		addressee: order ? null : { label: t(locale, 'letter.addressee'), text: said(letter.addressee) },
		subject: { label: t(locale, 'letter.subject'), text: said(letter.subject) },
		opening: lines(letter.opening),
		grounds: order ? { label: t(locale, 'letter.grounds'), lines: lines(letter.grounds) } : null,
		command: order ? t(locale, 'letter.command') : null,
		points: lines(letter.points),
		tables: facts.activities.length === 0 ? [] : tablesOf(locale, order, facts),
		brings:
			facts.brings.length === 0
				? null
				: { label: t(locale, 'letter.brings'), lines: facts.brings.map((one) => bringText(locale, one)) },
		closing: lines(letter.closing),
		replyTo: letter.replyTo === '' ? null : { label: t(locale, 'letter.reply_to'), text: said(letter.replyTo) },
		signatory: letter.signatory.toUpperCase(),
		date: datedOn ?? letter.changedAt.toISOString().slice(0, 10),
		pageOf: t(locale, 'announcement.page_of'),
	};
}

const inFigures = (date: string): string => date.split('-').reverse().join('.');

/** How lists and files call a letter. */
export function titleOf({ locale, kind, protocolNumber, datedOn, subject }: Letter): string {
	const name = t(locale, `letter.kind.${kind}`);
	if (protocolNumber === null || datedOn === null) return `${name}: ${subject}`;
	return `${name} ${t(locale, 'letter.number_and_day', { number: protocolNumber, day: inFigures(datedOn) })}: ${subject}`;
}

function markOf({ locale, state, withdrawnReason }: Letter): string | null {
	if (state === 'draft') return t(locale, 'announcement.draft_mark');
	return state === 'withdrawn' ? t(locale, 'letter.withdrawn_mark', { reason: withdrawnReason ?? '' }) : null;
}

const bringText = (locale: Locale, { number, ...line }: LetterFacts['brings'][number]): string =>
	t(locale, 'letter.bring', { what: contributionText(locale, line), number });

function tablesOf(locale: Locale, order: boolean, { activities, institutions }: LetterFacts): PaperTable[] {
	const head = (...keys: ('number' | 'when' | 'hour' | 'activity' | 'where' | 'audience' | 'part' | 'lead')[]) =>
		keys.map((key) => t(locale, `letter.column.${key}`));
	const when = ({ takesPlaceOn }: (typeof activities)[number]) =>
		takesPlaceOn === null ? t(locale, 'public.no_day') : day(locale, takesPlaceOn, 'weekday');
	const hour = ({ startsAt, endsAt }: (typeof activities)[number]) => hours(startsAt, endsAt);
	const audience = ({ audiences }: (typeof activities)[number]) =>
		list(
			locale,
			audiences.map((one) => t(locale, `audience.${one}`)),
		);
	if (!order)
		return [
			{
				caption: t(locale, 'letter.table.own'),
				head: head('number', 'when', 'hour', 'activity', 'where', 'audience', 'part'),
				widths: [5, 14, 14, 24, 20, 13, 10],
				rows: activities.map((one) => [
					...[count(locale, one.number), when(one), hour(one), one.title, one.where, audience(one)],
					one.part === null ? '' : t(locale, `letter.part.${one.part}`),
				]),
			},
		];
	return [
		{
			caption: t(locale, 'letter.table.activities'),
			head: head('number', 'when', 'hour', 'activity', 'where', 'lead'),
			widths: [5, 15, 14, 27, 21, 18],
			rows: activities.map((one) => [count(locale, one.number), when(one), hour(one), one.title, one.where, one.lead]),
		},
		{
			caption: t(locale, 'letter.table.institutions'),
			head: [
				t(locale, 'letter.column.institution'),
				t(locale, 'letter.column.leads'),
				t(locale, 'letter.column.supports'),
			],
			widths: [60, 20, 20],
			rows: institutions.map(({ name, leads, supports }) => [name, count(locale, leads), count(locale, supports)]),
		},
	];
}
