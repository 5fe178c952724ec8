import { isMessageKey, type Translate } from '#i18n/t.ts';
import type { Typed } from '#platform/forms.ts';
import type { Material, Version } from './model.ts';
import { typedTexts } from './texts.ts';

/** What the fields of the forms are called; issues name the same fields. */
export function formLabel(t: Translate, name: string): string {
	const [, number, part] = /^a(\d)_(heading|sentences|short)$/.exec(name) ?? [];
	if (number && part)
		return t('material.field.of_answer', { part: t(`material.field.answer_${part as 'short'}`), number });
	const [, advice] = /^card_(\d)$/.exec(name) ?? [];
	if (advice) return t('material.field.card_advice', { number: advice });
	const key = `material.field.${name}`;
	return isMessageKey(key) ? t(key) : name;
}

/** The form that shows a material as it is. */
export const typedForMaterial = (material: Material): Typed => ({
	revision: [String(material.revision)],
	kind: [material.kind],
	title_sq: [material.titleSq],
	title_en: [material.titleEn],
	audience: [material.audience],
	answers: material.answers.map(String),
	licence: [material.licence],
	owner: [material.owner],
	source: [material.source],
	expires_on: [material.expiresOn],
});

/** The form that shows a version that is a file. */
export const typedForFile = ({ revision, language, made, keptAt }: Version): Typed => ({
	revision: [String(revision)],
	language: [language],
	made: [made],
	kept_at: keptAt === null ? [] : [keptAt],
});

/** The form that shows a version as it is. */
export const typedForVersion = (version: Version): Typed => ({
	revision: [String(version.revision)],
	language: [version.language],
	made: [version.made],
	kept_at: version.keptAt === null ? [] : [version.keptAt],
	...(version.texts ? typedTexts(version.texts) : {}),
});
