/** `sensors` of an agent's configuration: what is wired to the board, and where the kernel shows it. */
import { NETWORK_KINDS } from '@loa-lang/schemas/wire/health';
import { Type } from 'typebox';

const closed = { additionalProperties: false };
/** the kernel's files lie nowhere relative to a configuration */
const Path = Type.String({ pattern: '^/' });

const Contact = Type.Object({ file: Path, activeLow: Type.Optional(Type.Boolean()) }, closed);
const Figure = Type.Object(
  { file: Path, offset: Type.Optional(Type.Number()), scale: Type.Optional(Type.Number()) },
  closed,
);

export const SensorsConfigSchema = Type.Object(
  {
    /** of the processor, where the kernel's thermal zones do not tell */
    cpuTemperature: Type.Optional(Figure),
    network: Type.Optional(
      Type.Object(
        {
          /** instead of the one that the connection goes through, e.g. the modem's below a tunnel */
          interface: Type.Optional(Type.String({ pattern: '^[^/\\s]{1,15}$' })),
          /** instead of what the kernel says: some modems pretend to be Ethernet */
          kind: Type.Optional(Type.Enum([...NETWORK_KINDS])),
          /** one of both: a figure in dBm, or what ModemManager's `mmcli --signal-get -K` prints */
          signal: Type.Optional(
            Type.Object(
              { file: Type.Optional(Path), command: Type.Optional(Type.String({ minLength: 1 })) },
              { ...closed, minProperties: 1, maxProperties: 1 },
            ),
          ),
        },
        closed,
      ),
    ),
    /** beside what the kernel knows of its supplies; `mains`: the contact is made while there is mains */
    supply: Type.Optional(
      Type.Object(
        { mains: Type.Optional(Contact), volts: Type.Optional(Figure), charge: Type.Optional(Figure) },
        closed,
      ),
    ),
    /** the contact is made while the door is open */
    door: Type.Optional(Contact),
    amplifier: Type.Optional(
      Type.Object(
        {
          fault: Type.Optional(Contact),
          temperature: Type.Optional(Figure),
          lineAmperes: Type.Optional(Figure),
          serial: Type.Optional(
            Type.Object(
              {
                device: Path,
                /** 9600 by default */
                baud: Type.Optional(Type.Enum([1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200])),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
