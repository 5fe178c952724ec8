import { inTransaction } from '#platform/db.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { forgetSecretBefore, openSecret, replaceSecret } from '#platform/secrets.server.ts';
import { sealAnew } from '#signin/totp.server.ts';
import { reachDatabase } from '../database.ts';
import { bringUpToDate } from '../first-start.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'secret renew',
	async run({ positionals }) {
		if (positionals.join(' ') !== 'renew') throw new Refusal(`Use: npm run kambana -- ${command.usage}`);
		const settings = readSettings();
		const { KAMBANA_SECRET, KAMBANA_SECRET_BEFORE } = process.env;
		if (Boolean(KAMBANA_SECRET) !== Boolean(KAMBANA_SECRET_BEFORE))
			throw new Refusal(
				'Set both or neither: KAMBANA_SECRET to the new secret and KAMBANA_SECRET_BEFORE to the one that was used until now.',
			);
		// A server that runs would go on with the earlier one.
		await reachDatabase(settings, 'own');
		// Both are there before the first is used: the file must exist, whichever start makes it.
		openSecret(settings.dataDirectory, { ...process.env });
		if (!KAMBANA_SECRET) replaceSecret(settings.dataDirectory);
		openSecret(settings.dataDirectory);
		await bringUpToDate();
		const { all, anew } = await inTransaction({ kind: 'identity', actor: 'command' }, sealAnew);
		forgetSecretBefore(settings.dataDirectory);
		console.log(
			`The secret is another. Authenticator apps: ${all}, sealed anew: ${anew}; they go on working. Open sign-in mails, invitations and answer links are void.` +
				(KAMBANA_SECRET ? '\nKAMBANA_SECRET_BEFORE is no longer needed.' : ''),
		);
		return 0;
	},
};
