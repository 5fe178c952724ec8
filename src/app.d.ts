import type { Committee } from '#committees/model.ts';
import type { Locale } from '#i18n/locales.ts';
import type { Scope } from '#platform/db.server.ts';
import type { ProblemCode } from '#platform/problem.ts';

declare global {
	namespace App {
		interface Error {
			status: number;
			message: string;
			/** What is known of the fault; a bug has only its id. */
			code?: ProblemCode;
			/** By which the log names the same fault. */
			id?: string;
		}
		interface Locals {
			locale: Locale;
			/** Whose records this request may touch. */
			scope: Scope;
			/** On desk pages below a committee. */
			committee?: Committee;
			atDesk: boolean;
		}
	}
}
