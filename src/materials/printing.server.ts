import type { Committee } from '#committees/model.ts';
import { getNationalCommittee } from '#committees/store.server.ts';
import type { Line } from '#help/model.ts';
import { hours } from '#i18n/format.ts';
import { issueText } from '#i18n/issues.ts';
import { defaultLocale, isLocale, type Locale } from '#i18n/locales.ts';
import { isMessageKey, t } from '#i18n/t.ts';
import { dayAt } from '#platform/dates.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import { findUsedFile } from '#platform/files.server.ts';
import { first, type Typed } from '#platform/forms.ts';
import { Problem } from '#platform/problem.ts';
import { formatsOf, type ListedVersion, type PrintWhyNot, type Version, whyNotPrint } from './model.ts';
import { fileName } from './naming.ts';
import { whyUnprintable } from './print.server.ts';
import { type PrintedLine, type PrintFormat, type PrintOrder, printWords } from './print.ts';
import { listDeadFiles } from './recall.server.ts';
import { getPrintSituation, listPrintable, submitOrder } from './stock.server.ts';
import { listMaterials } from './store.server.ts';

/** Languages written from right to left. */
const fromRight = ['ar', 'fa', 'he', 'ps', 'ur'];
const regions: Record<Locale, string> = { sq: 'sq-AL', en: 'en-GB' };
/** The language of the template's own words: that of the text where the interface knows it. */
const wordsOf = (tag: string): Locale => {
	const [language = ''] = tag.split('-');
	return isLocale(language) ? language : defaultLocale;
};

/** A line as paper tells it. What nobody has asked yet is left out. */
function printedLine(
	locale: Locale,
	{ number, purpose, hours: when, opensAt, closesAt, cost, lastAnswered }: Line,
): PrintedLine {
	const open = when === 'always' ? t(locale, 'print_line.always') : hours(opensAt, closesAt);
	return {
		number,
		name: t(locale, `print_line.${purpose}`),
		plainName: t(locale, `print_line.${purpose}.card`),
		hours: open,
		cost: cost === 'unknown' ? '' : t(locale, `print_line.${cost}`),
		testedOn: dayAt(lastAnswered ?? new Date(0)),
	};
}

/** The numbers of a county that may stand on paper now, as paper tells them. */
export const linesOnPaper = async (
	tx: Transaction,
	committee: Pick<Committee, 'id'>,
	locale: Locale,
	now: Date,
): Promise<PrintedLine[]> => (await listPrintable(tx, committee, now)).map((line) => printedLine(locale, line));

/** The plain address of the help page, as it is typed. */
const addressOf = (home: string, locale: Locale): string => `${home.replace(/^https?:\/\//, '')}/${locale}`;

type Wish = { versionId: string; format: string | null; home: string; now?: Date };

/**
 * What is printed of a version for a county: its words, and the county's lines that answered within 30 days.
 * @param wish.format null: the first that the material has
 * @param wish.home the address of the installation, without a slash at the end
 * @param wish.draft also of a version that is not approved yet: for looking at it, never for the printer
 * @throws Problem not_found for a format that the material does not have
 */
export async function orderFor(
	tx: Transaction,
	committee: Committee,
	wish: Wish & { draft?: boolean },
): Promise<{ ok: true; order: PrintOrder } | { ok: false; why: PrintWhyNot }> {
	const now = wish.now ?? new Date();
	const { material, version, lines, why } = await getPrintSituation(tx, committee, wish.versionId, now);
	const format = formatsOf(material.kind).find((one) => wish.format === null || one === wish.format);
	if (!format) throw new Problem('not_found', `no format ${wish.format} of a ${material.kind}`);
	const looked = wish.draft && why !== 'no_numbers' && why !== 'not_typeset';
	if (why && !looked) return { ok: false, why };
	return { ok: true, order: asOrder(version, { committee, format, home: wish.home, lines, now }) };
}

/** Why the texts and numbers of a version do not fit on the paper of a format, in the reader's language; null when they do. */
export async function unprintableText(locale: Locale, order: PrintOrder): Promise<string | null> {
	const [issue] = await whyUnprintable(order);
	if (!issue) return null;
	const { place } = issue.words ?? {};
	const spelled = typeof place === 'string' && isMessageKey(place) ? t(locale, place) : place;
	return issueText(locale, {
		...issue,
		words: { ...issue.words, ...(spelled === undefined ? {} : { place: spelled }) },
	});
}

type Setting = { committee: Committee; format: PrintFormat; home: string; lines: readonly Line[]; now: Date };
function asOrder(version: Version, { committee, format, home, lines, now }: Setting): PrintOrder {
	const { texts, language, number } = version;
	if (!texts) throw new Problem('not_found', `version ${version.id} has no texts`);
	const locale = wordsOf(language);
	return {
		...{ format, texts, words: printWords(locale), address: addressOf(home, locale) },
		locale: isLocale(language) ? regions[language] : language,
		direction: fromRight.includes(language.split('-')[0] ?? '') ? 'rtl' : 'ltr',
		lines: lines.map((line) => printedLine(locale, line)),
		county: committee.countyName ?? t(locale, 'print_line.country'),
		printedOn: dayAt(now),
		version: String(number),
	};
}

/** Orders a printing after looking whether it can be set at all: nobody orders paper that does not exist. */
export async function submitPrintOrder(
	tx: Transaction,
	actor: Actor,
	committee: Committee,
	{ typed, locale, ...wish }: { versionId: string; typed: Typed; locale: Locale; home: string },
): ReturnType<typeof submitOrder> {
	const format = first(typed, 'format');
	const { material } = await getPrintSituation(tx, committee, wish.versionId, new Date());
	if (formatsOf(material.kind).some((one) => one === format)) {
		const asked = await orderFor(tx, committee, { ...wish, format });
		const why = asked.ok ? await unprintableText(locale, asked.order) : null;
		if (why) return { ok: false, issues: [{ field: 'format', message: 'material.issue.unprintable', words: { why } }] };
	}
	return submitOrder(tx, actor, committee, wish.versionId, typed);
}

/**
 * What anybody may print or take along: the approved versions of the national office that are the latest of their language, by material. Sheets
 * need a number that answers; files must not carry a dead one.
 */
export async function tellPrintable(tx: Transaction, locale: Locale, now = new Date()) {
	const office = await getNationalCommittee(tx);
	const lines = await listPrintable(tx, office, now);
	const dead = await listDeadFiles(tx, office, now);
	const materials = (await listMaterials(tx, office.id, locale)).flatMap((material) => {
		const why = (version: ListedVersion) =>
			whyNotPrint({
				...{ material, version, versions: material.versions, lines: lines.length },
				...{ dead: dead.has(version.id), today: dayAt(now) },
			});
		const versions = material.versions.filter((version) => [null, 'no_numbers'].includes(why(version)));
		return versions.length > 0 ? { ...material, versions, formats: formatsOf(material.kind) } : [];
	});
	return { materials, hasNumbers: lines.length > 0 };
}

/** The file of a version, for everybody; undefined where it is not to be had any more. */
export async function findGivenFile(tx: Transaction, versionId: string, now = new Date()) {
	const { material, version, why } = await getPrintSituation(tx, await getNationalCommittee(tx), versionId, now);
	const file = why === null && version.file ? await findUsedFile(tx, version.file.sha256) : undefined;
	return file && { file, name: fileName(material, version) };
}
