import { expect, test } from 'vitest';
import { LANGUAGES, placeholders } from '../../shared/i18n';
import { words } from '.';

test.each(LANGUAGES)('$name fills the same places as English', ({ code }) => {
  for (const [key, message] of Object.entries(words.en)) {
    const translated = words[code][key as keyof typeof words.en];
    expect(placeholders(translated), key).toEqual(placeholders(message));
  }
});
