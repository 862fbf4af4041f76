/** Hamlets chosen on the map; nothing is loaded, and nothing offered, where the commune has drawn none. */

import type { AreaBody } from '@loa-lang/schemas/http/areas';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { CommuneMap } from '../../parts/map/commune-map.tsx';
import { useCommuneMap } from '../../parts/map/map-data.ts';
import { useWords } from '../../words/words.ts';
import { write } from '../../words/write.ts';
import { hamletName } from './count-targets.ts';

interface TargetsMapProps {
  communeId: string;
  hamlets: readonly AreaBody[];
  chosen: ReadonlySet<string>;
  onHamlet: (id: string) => void;
}

export function TargetsMap({ communeId, hamlets, chosen, onHamlet }: TargetsMapProps) {
  const say = useWords(write);
  const { data } = useCommuneMap(communeId);
  const [isOpen, setOpen] = useState(false);
  if (data?.communes[0]?.bounds === undefined) return null;
  return (
    <>
      <Button variant="default" mt="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {say('onMap')}
      </Button>
      {isOpen && (
        <CommuneMap
          label={say('onMap')}
          list="none"
          height="20rem"
          hamlets={hamlets.map((area) => ({ id: area.id, name: hamletName(area) }))}
          chosen={chosen}
          onHamlet={onHamlet}
        />
      )}
    </>
  );
}
