import type { Candidate } from './model.ts';

/** A class as lists name it: the activity, and which class where it has several. */
export const className = ({ title, label }: Pick<Candidate, 'title' | 'label'>): string =>
	label ? `${title}, ${label}` : title;
