import type { Answers, Question } from './model.ts';

/** Collects what the reading and comparing of a sheet has to ask, each thing once, however many rows it is about. */
export class Interview {
	readonly #answers: Answers;
	readonly #questions = new Map<string, Question>();
	readonly #byRow = new Map<number, Set<string>>();

	constructor(answers: Answers) {
		this.#answers = answers;
	}

	/** The answer: what the person chose, or the fallback where nothing, or nothing possible, was chosen. */
	ask(
		rows: readonly number[],
		question: Omit<Question, 'answer' | 'rows' | 'aboutNames'> & { aboutNames?: boolean },
	): string {
		const known = this.#questions.get(question.key);
		const chosen = this.#answers[question.key];
		const answer = known?.answer ?? question.options.find(({ value }) => value === chosen)?.value ?? question.fallback;
		const asked = known ?? { aboutNames: false, ...question, answer, rows: [] };
		if (!known) this.#questions.set(question.key, asked);
		for (const row of rows) {
			if (asked.rows.at(-1) !== row) asked.rows.push(row);
			const keys = this.#byRow.get(row) ?? new Set();
			this.#byRow.set(row, keys.add(question.key));
		}
		return answer;
	}

	/** The keys of the questions that make this row a question. */
	about(row: number): string[] {
		return [...(this.#byRow.get(row) ?? [])].filter((key) => this.#questions.get(key)?.aboutNames === false);
	}

	/** A row for which no answer would change anything is no longer asked about. */
	settle(row: number, keep: (key: string) => boolean): void {
		for (const key of this.about(row)) {
			const question = this.#questions.get(key);
			if (!question || keep(key)) continue;
			question.rows = question.rows.filter((other) => other !== row);
			this.#byRow.get(row)?.delete(key);
			if (question.rows.length === 0) this.#questions.delete(key);
		}
	}

	all(): Question[] {
		return [...this.#questions.values()];
	}
}
