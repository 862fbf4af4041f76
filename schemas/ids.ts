/** Opaque identifiers: never re-used, never parsed, safe as one MQTT topic level and as a file name. */
import { Type } from 'typebox';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]?: Name };

export type DeploymentId = Id<'Deployment'>;
/** An area of the tree (province, commune, hamlet) or, where a plan is meant, a group. */
export type AreaId = Id<'Area'>;
export type GroupId = Id<'Group'>;
/** What a plan belongs to: an area or a group. Both share one id space. */
export type PlanId = AreaId | GroupId;
export type ClusterId = Id<'Cluster'>;
export type DeviceId = Id<'Device'>;
export type BulletinId = Id<'Bulletin'>;
export type BroadcastId = Id<'Broadcast'>;
/** A relay source's id, or of a live the id of its broadcast. */
export type StreamId = Id<'Stream'>;
/** Lower-case hexadecimal SHA-256 of the asset's bytes. */
export type AssetId = Id<'Asset'>;
/** Random, made when a device creates its store; tells one life of a disk from the next. */
export type StoreId = Id<'Store'>;
/** Hash of the hardware's serial number: tells a device from its clone. */
export type InstallationId = Id<'Installation'>;
export type KeyId = Id<'Key'>;

/** Any opaque id: what every MQTT broker, URL and file system takes unescaped. */
export const IdSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });
export const AssetIdSchema = Type.String({ pattern: '^[0-9a-f]{64}$' });
