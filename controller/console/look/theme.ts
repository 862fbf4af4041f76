/** The theme of the components: quiet greys, one deep teal, large targets, letters with room for their diacritics. */
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const TEAL: MantineColorsTuple = [
  ...['#e4f0ef', '#c6e0df', '#9dcccb', '#72b6b7', '#4d9fa2', '#2f888c'],
  ...['#187278', '#0b5a61', '#084a50', '#053a3f'],
] as unknown as MantineColorsTuple;

const LETTERS = '"Be Vietnam Pro", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export const THEME = createTheme({
  primaryColor: 'teal',
  colors: { teal: TEAL },
  // in the dark the quiet primary is light, and what is written on it dark
  variantColorResolver: (input) => ({
    ...defaultVariantColorsResolver(input),
    ...(input.variant === 'filled' && { color: 'var(--act-ink)' }),
  }),
  primaryShade: { light: 7, dark: 7 },
  fontFamily: LETTERS,
  headings: { fontFamily: LETTERS, fontWeight: '600' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // a finger in a glove, an officer of fifty: 44 px
  components: {
    Button: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md' } },
    MultiSelect: { defaultProps: { size: 'md' } },
    NumberInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    ActionIcon: { defaultProps: { size: 44, variant: 'subtle' } },
    // told its kind, what is chosen is written in the colour that goes with the primary one
    Chip: { defaultProps: { variant: 'filled' } },
    // there at once; the page keeps its bar and its width: taking them away would style and lay out all of it anew
    Modal: {
      defaultProps: {
        ...{ centered: true, radius: 'md', transitionProps: { duration: 0 } },
        removeScrollProps: { removeScrollBar: false },
      },
    },
  },
});

/** The components take the same colours as everything else. */
export const colours: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--soft)',
    '--mantine-color-default': 'var(--card)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--strong-line)',
    '--mantine-color-default-hover': 'var(--tint)',
    '--mantine-color-placeholder': 'var(--soft)',
    '--mantine-color-error': 'var(--fault)',
    '--mantine-color-anchor': 'var(--act)',
    '--mantine-primary-color-filled': 'var(--act)',
    '--mantine-primary-color-filled-hover': 'var(--act)',
    '--mantine-primary-color-contrast': 'var(--act-ink)',
    '--mantine-primary-color-light': 'var(--tint)',
    '--mantine-primary-color-light-color': 'var(--act)',
    '--mantine-color-teal-filled': 'var(--act)',
    '--mantine-color-teal-outline': 'var(--act)',
    '--mantine-color-teal-light': 'var(--tint)',
    '--mantine-color-teal-light-color': 'var(--act)',
    '--mantine-color-teal-text': 'var(--act)',
    '--mantine-line-height': '1.55',
  };
  // the components' own looks would win over what is said for both at once
  return { variables: {}, light: shared, dark: shared };
};
