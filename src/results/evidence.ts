import type { Mode } from '#checks/model.ts';
import type { Answer } from '#returns/model.ts';
import { type KeptMode, type Known, knownOf, type Moment, moments } from './published.ts';

/** Rounded numbers of answers, none of them of fewer than ten people: what may be said in public. */
export type PublishedKnowledge = { answer: Answer; moment: Moment; right: number; asked: number };
export type Knowledge = {
	/** The activities, by number, at which a check in this mode has ended. */
	activities: number[];
	mode: Mode | null;
	published: PublishedKnowledge[];
};

/**
 * What an announcement says of what was learned: of one mode, the one with most people at the end, because modes are never added; for each of the five answers, how many
 * answers to its questions of knowledge were right. The numbers are those of the tables that are kept with it, and no others; `measured` says where there
 * was a check of which nothing is told.
 */
export function knowledgeOf(tables: readonly KeptMode[], measured: readonly KeptMode[]): Knowledge {
	const told = tables.map(knownOf).filter(({ whole }) => !whole.isHidden);
	const people = ({ whole }: (typeof told)[number]): number => whole.people.after?.about ?? 0;
	const [most] = told.sort((one, other) => people(other) - people(one) || one.mode.localeCompare(other.mode));
	if (!most) {
		const [largest] = [...tables, ...measured].sort((one, other) => other.classes - one.classes);
		return { activities: largest?.activities ?? [], mode: largest?.mode ?? null, published: [] };
	}
	const published = moments.flatMap((moment) =>
		most.whole.answers.flatMap((one) => {
			const known = one[moment];
			return known ? [{ answer: one.answer, moment, ...countsOf(known) }] : [];
		}),
	);
	return { activities: most.activities, mode: most.mode, published };
}

const countsOf = ({ right, wrong }: Known) => ({ right: right.about, asked: right.about + wrong.about });
