import { checks } from '../checks.ts';
import { readSettings } from '../settings.ts';
import type { Command } from './command.ts';

export const command: Command = {
	usage: 'doctor',
	async run() {
		const settings = readSettings();
		let problems = 0;
		for (const [name, look] of Object.entries(checks)) {
			try {
				console.log(`ok       ${name}: ${await look(settings)}`);
			} catch (fault) {
				problems++;
				console.log(`problem  ${name}: ${fault instanceof Error ? fault.message : fault}`);
			}
		}
		console.log(
			problems === 0 ? 'Nothing is wrong.' : `${problems} of ${Object.keys(checks).length} checks found a problem.`,
		);
		return problems === 0 ? 0 : 1;
	},
};
