import type { Committee } from '#committees/model.ts';
import type { Locale } from '#i18n/locales.ts';
import type { Grant } from '#people/model.ts';
import type { Actor, Scope } from '#platform/db.server.ts';
import type { ProblemCode } from '#platform/problem.ts';
import type { Session } from '#signin/model.ts';

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
			/** Who asks; on pages that want a session. */
			session?: Session;
			/** The seat by which this request is allowed, on pages below a committee. */
			grant?: Grant;
			/** How histories and the audit name who asks. */
			actor: Actor;
		}
	}
}
