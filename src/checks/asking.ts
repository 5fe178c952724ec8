import type { Attached, SetQuestion } from '#questions/model.ts';
import { attachedName } from '#questions/naming.ts';
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
export function addressOf(locale: string, code: string, tablet: boolean) {
	const [place, more] = [`/${locale}/k/${code}`, tablet ? '?tablet=1' : ''];
	return {
		form: place + more,
		answer: `${place}/answer${more}`,
		thanks: `${place}/thanks${more}`,
		/** What the form calls itself once it is sent: another address than the thanks, as a page that links to itself is left by that. */
		sent: `${place}/thanks?sent=1${tablet ? '&tablet=1' : ''}`,
	};
}

/** By what a file is asked for under a code: its content, in a quarter as many letters, because a page has twenty of them and a code few to tell apart. */
export const nameOfFile = (file: Attached): string => attachedName({ ...file, sha256: file.sha256.slice(0, 16) });
export const addressOfFile = (code: string, file: Attached): string => `/k/${code}/files/${nameOfFile(file)}`;
