import type { SetQuestion } from '#questions/model.ts';
import type { Mode, Phase } from './model.ts';

/** What a code asks, as its pages show it. */
export type Asked = {
	code: string;
	mode: Mode;
	phase: Phase;
	quota: number;
	/** Of a check for the whole country. */
	title: { sq: string; en: string } | null;
	questions: SetQuestion[];
};

/** The pages of a code: to answer, what a form without script is sent to, and afterwards. A tablet that goes from hand to hand stays one. */
export function addressOf(locale: string, code: string, tablet: boolean): Record<'form' | 'answer' | 'thanks', string> {
	const [place, more] = [`/${locale}/k/${code}`, tablet ? '?tablet=1' : ''];
	return { form: place + more, answer: `${place}/answer${more}`, thanks: `${place}/thanks${more}` };
}
