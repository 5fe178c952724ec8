import type { Command } from './command.ts';

/** Every command by its name; loaded only when it is asked for, so that a fault in one leaves the others alone. */
export const commands: Record<string, () => Promise<{ command: Command }>> = {
	help: () => import('./help.ts'),
	import: () => import('./import.ts'),
	case: () => import('./case.ts'),
	announce: () => import('./announce.ts'),
	account: () => import('./account.ts'),
	access: () => import('./access.ts'),
	demo: () => import('./demo.ts'),
	invite: () => import('./invite.ts'),
	audit: () => import('./audit.ts'),
	mails: () => import('./mails.ts'),
	secret: () => import('./secret.ts'),
	static: () => import('./static.ts'),
	migrate: () => import('./migrate.ts'),
	types: () => import('./types.ts'),
	doctor: () => import('./doctor.ts'),
};
