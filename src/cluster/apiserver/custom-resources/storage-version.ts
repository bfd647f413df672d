import type { KubeObject } from '#machinery/object.ts';
import type { Resource } from '../resource-registry.ts';

// Between versions of a custom resource nothing changes but the version itself: conversion strategy None.

/** An object as it is stored, in the version of the request. */
export function inVersion<T extends KubeObject>({ kind, apiVersion }: Resource, object: T): T {
  return kind.custom && object.apiVersion !== apiVersion ? { ...object, apiVersion } : object;
}

/** An object of a request in the version in which it is stored. */
export function toStorage<T extends KubeObject>({ kind }: Resource, object: T): T {
  return kind.custom && object.apiVersion !== kind.custom.storageApiVersion ? { ...object, apiVersion: kind.custom.storageApiVersion } : object;
}
