import { getCheckPage, type Owner } from '#checks/desk.server.ts';
import { askedIn, type Check, type CheckWhyNot, type FilledSheet, phasesOf, waysOf } from '#checks/model.ts';
import { keepSheets, whyNotSheets } from '#checks/paper.server.ts';
import { locales } from '#i18n/locales.ts';
import type { Actor, Transaction } from '#platform/db.server.ts';
import type { Typed } from '#platform/forms.ts';
import type { Issue } from '#platform/problem.ts';
import type { QuestionSet } from '#questions/model.ts';
import { type Asked, parseEntered, writeSheets } from './input.ts';
import { type Reading, readingOf } from './layout.ts';
import { type Printed, printedOf, type SheetGroup, type ShutWhy } from './model.ts';
import { layoutFor } from './printing.server.ts';

/** What the page of a check's sheets shows: what is printed, and what is entered of them. */
export type SheetPage = {
	check: Check;
	set: QuestionSet;
	printed: readonly Printed[];
	/** What can still be entered. */
	groups: SheetGroup[];
	/** Where a camera finds the boxes, in each language; nothing where there is no sheet. */
	readings: Reading[];
	/** Of phases that cannot be entered, why not. */
	shut: { phase: 'before' | 'after'; why: ShutWhy }[];
};

export async function getSheetPage(tx: Transaction, owner: Owner, id: string): Promise<SheetPage> {
	const { check, set, phases } = await getCheckPage(tx, owner, id, '');
	const onPaper = waysOf[check.mode].includes('paper');
	const shut: SheetPage['shut'] = [];
	for (const phase of onPaper ? sheetPhases(check) : []) {
		const probe: FilledSheet = { before: null, after: null, [phase]: [] };
		const reason = await whyNotSheets(tx, check, phases, [probe]);
		if (reason) shut.push({ phase, why: shutWhy[reason] ?? 'cancelled' });
	}
	const groups = onPaper ? groupsOf(check, set) : [];
	return {
		...{ check, set, printed: printedOf(check.mode), shut },
		groups: groups.filter(({ phase }) => shut.every((one) => one.phase !== phase)),
		readings: onPaper ? locales.map((locale) => readingOf(layoutFor(check, set, locale))) : [],
	};
}

/** As a fact: nobody has tried anything yet. */
const shutWhy: Partial<Record<CheckWhyNot, ShutWhy>> = {
	...{ cancelled: 'cancelled', already_open: 'open', sheets_entered: 'entered', beyond_quota: 'full' },
};

const sheetPhases = ({ mode }: Check) =>
	(['before', 'after'] as const).filter((phase) => phasesOf[mode].includes(phase));

const askedOn = (check: Check, set: QuestionSet): Asked => {
	const options = askedIn(check.mode, set).map((question) => question.options.length);
	const of = (phase: 'before' | 'after') => (phasesOf[check.mode].includes(phase) ? options : null);
	return { before: of('before'), after: of('after') };
};

function groupsOf(check: Check, set: QuestionSet): SheetGroup[] {
	const asked = askedIn(check.mode, set).map(({ prompt, options }, question) => ({ question, prompt, options }));
	if (check.mode === 'retrospective') {
		const half = asked.length / 2;
		return [
			{ side: 'now', phase: 'after', questions: asked.slice(0, half) },
			{ side: 'then', phase: 'after', questions: asked.slice(half) },
		];
	}
	return sheetPhases(check).map((phase) => ({ side: phase, phase, questions: asked }));
}

export type SheetVerb = 'next' | 'back' | 'count';
export type SheetOutcome =
	| { ok: true; kept: number }
	| { ok: false; sheets: string; count: number; reason?: CheckWhyNot | 'nothing' }
	| { ok: false; issues: Issue[] };

/** One button of the form: the next sheet, the last one back, or everything counted. Only the last writes. */
export async function actOnSheets(
	{ tx, actor }: { tx: Transaction; actor: Actor },
	owner: Owner,
	id: string,
	{ verb, typed }: { verb: SheetVerb; typed: Typed },
): Promise<SheetOutcome> {
	const { check, set } = await getCheckPage(tx, owner, id, '');
	const parsed = parseEntered(typed, askedOn(check, set));
	if (!parsed.ok) return parsed;
	const { sheets, current } = parsed.value;
	if (verb === 'back') return { ok: false, ...carried(sheets.slice(0, -1)) };
	const all = current ? [...sheets, current] : sheets;
	if (verb === 'next') return { ok: false, ...carried(all), ...(current ? {} : { reason: 'nothing' as const }) };
	if (all.length === 0) return { ok: false, ...carried(all), reason: 'nothing' };
	const outcome = await keepSheets(tx, actor, check, all);
	return outcome.ok ? { ok: true, kept: all.length } : { ok: false, ...carried(all), reason: outcome.reason };
}

const carried = (sheets: readonly FilledSheet[]) => ({ sheets: writeSheets(sheets), count: sheets.length });
