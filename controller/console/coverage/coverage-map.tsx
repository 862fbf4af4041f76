/** Hamlets on the map by how far they were reached; shape and words beside the colour. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { CommuneMap } from '../parts/map/commune-map.tsx';
import type { HamletTone, MapHamlet } from '../parts/map/map-data.ts';
import { Section } from '../parts/page.tsx';
import { coverage } from '../words/coverage.ts';
import { useWords } from '../words/words.ts';

/** Drawn only when asked for: a map weighs more than all other pages together. */
export function CoverageMap({ hamlets }: { hamlets: readonly MapHamlet[] }) {
  const say = useWords(coverage);
  const [isShown, setShown] = useState(false);
  return (
    <Section
      title={say('map')}
      acts={
        <Button variant="default" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {say(isShown ? 'hideMap' : 'showMap')}
        </Button>
      }
    >
      {isShown && <CommuneMap label={say('map')} hamlets={hamlets} list="hamlets" />}
    </Section>
  );
}

/** @param share 0 to 1 of its households */
export const toneOf = (share: number): HamletTone => (share >= 1 ? 'full' : share > 0 ? 'part' : 'none');
