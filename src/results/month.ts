import type { Activity } from '#activities/model.ts';
import { type ClassesChange, type ClassesProportion, classesChange, classesProportion } from '#checks/clusters.ts';
import type { Check, Mode } from '#checks/model.ts';
import type { Part } from '#checks/statistics.ts';
import type { SetQuestion } from '#questions/model.ts';

/**
 * A class of a month as it is stored: of knowledge how many were right, of a scale how many chose its upper half. Of a paired check and knowledge
 * those count who were there twice.
 */
export type StoredClass = Pick<Check, 'mode'> &
	Pick<Activity, 'audiences' | 'municipalityCode'> & {
		municipalityName: string | null;
		/** At the end. */
		answered: number;
		results: StoredResult[];
	};
export type NamedClass = Pick<Check, 'id' | 'label' | 'mode'> &
	Pick<Activity, 'number' | 'title'> & { answered: number };

export type StoredResult = Pick<SetQuestion, 'answer' | 'kind'> & {
	before: Part | null;
	after: Part | null;
};

/** A version of a question in one mode, with what each class said to it. */
export type StoredQuestion = Pick<Check, 'mode'> & {
	question: Pick<SetQuestion, 'versionId' | 'answer' | 'kind' | 'prompt'>;
	classes: { before: Part | null; after: Part }[];
};
/** Classes that have an end. */
export type ModeSize = { mode: Mode; classes: number; answered: number };

/** A version of a question over all classes that were asked in one mode. */
export type PooledQuestion = {
	question: StoredQuestion['question'];
	classes: number;
	after: ClassesProportion;
	/** Null where nothing was asked before. */
	change: ClassesChange | null;
};
export type PooledMode = ModeSize & { questions: PooledQuestion[] };

/** Classes that have an end, by mode, in the order in which modes came; modes are never mixed. */
export function byMode(classes: readonly StoredClass[]): { mode: Mode; classes: StoredClass[]; answered: number }[] {
	const ended = classes.filter(({ results }) => results.some(({ after }) => after !== null));
	return [...Map.groupBy(ended, ({ mode }) => mode)].map(([mode, of]) => ({
		...{ mode, classes: of, answered: of.reduce((sum, { answered }) => sum + answered, 0) },
	}));
}

/**
 * What classes know together: counts of one version of a question in one mode are added, and the interval says that pupils of one class are alike. What
 * was measured in another mode stands apart.
 */
export function poolQuestion({ mode, question, classes }: StoredQuestion): PooledQuestion & { mode: Mode } {
	const changes = classes.flatMap(({ before, after }) => (before ? [{ before, after }] : []));
	return {
		...{ mode, question, classes: classes.length, after: classesProportion(classes.map(({ after }) => after)) },
		change: changes.length > 0 ? classesChange(changes) : null,
	};
}

/** Pooled questions below the modes in which they were asked. */
export const underModes = (
	modes: readonly ModeSize[],
	questions: readonly (PooledQuestion & { mode: Mode })[],
): PooledMode[] => modes.map((one) => ({ ...one, questions: questions.filter(({ mode }) => mode === one.mode) }));
