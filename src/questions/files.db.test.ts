import { afterAll, describe, expect, test } from 'vitest';
import type { Transaction } from '#platform/db.server.ts';
import { findUsedFile } from '#platform/files.server.ts';
import { become, closeDatabase, rolledBack } from '../../tests/support/database.ts';
import { begin, form, refusal, refused } from '../../tests/support/questions.ts';
import { writeQuestion } from './actions.server.ts';
import { deleteFile, saveFile } from './attached.server.ts';
import { getDraft, removeFile } from './files.server.ts';
import { getSet } from './store.server.ts';

afterAll(closeDatabase);

describe('a picture', () => {
	/** A row of a file, without its bytes. */
	const sha256 = 'a'.repeat(64);
	const keep = (tx: Transaction) =>
		tx.insertInto('files').values({ sha256, bytes: 10, media_type: 'image/png' }).execute();
	const alt = { sq: 'Një telefon', en: 'A telephone' };

	test('belongs to a draft, is frozen with it, and goes along to the next version', () =>
		rolledBack(async (tx) => {
			const { committee, add, move, secretary } = await begin(tx);
			await keep(tx);
			const id = await add('A');
			const draft = await getDraft(tx, committee, id);
			await saveFile(tx, committee.id, draft.id, { slot: 'picture', sha256, alt });
			await saveFile(tx, committee.id, draft.id, { slot: 'audio_sq', sha256, alt: null });
			expect((await getDraft(tx, committee, id)).picture).toEqual({ sha256, mediaType: 'image/png', alt });
			await removeFile(tx, secretary, committee, id, { slot: ['audio_sq'] });
			expect((await getDraft(tx, committee, id)).audio).toBeUndefined();
			await move(id, 'send', {}, secretary);
			await expect(getDraft(tx, committee, id)).rejects.toMatchObject(refusal('stale'));
			await refused(tx, () => deleteFile(tx, draft.id, 'picture'), /do not change/);
			const other = { slot: 'audio_en', sha256, alt: null } as const;
			await refused(tx, () => saveFile(tx, committee.id, draft.id, other), /do not change/);
			await writeQuestion(tx, secretary, committee, id, form('B'));
			expect((await getDraft(tx, committee, id)).picture?.alt).toEqual(alt);
		}));

	test('is the public’s only where its question stands in a finished set, and no other county’s', () =>
		rolledBack(async (tx) => {
			const desk = await begin(tx);
			await keep(tx);
			const { committee, other, add, move, draftSet, arrange, finish, waiting, secretary } = desk;
			const id = await add('A');
			await saveFile(tx, committee.id, (await getDraft(tx, committee, id)).id, { slot: 'picture', sha256, alt });
			await move(id, 'send', {}, secretary);
			const used = async (scope: Parameters<typeof become>[1]) => {
				await become(tx, scope);
				const file = await findUsedFile(tx, sha256);
				await become(tx, { kind: 'committee', committeeId: committee.id });
				return file?.discreet;
			};
			expect(await used({ kind: 'public' })).toBeUndefined();
			const set = await draftSet();
			for (const question of [id, await waiting('B'), await waiting('C')]) await arrange(set, 'add', question);
			await finish(set);
			expect(await used({ kind: 'public' })).toBe(true);
			expect(await used({ kind: 'committee', committeeId: other.id })).toBeUndefined();
			await become(tx, { kind: 'public' });
			expect((await getSet(tx, set)).questions[0]?.picture?.alt.en).toBe('A telephone');
		}));
});
