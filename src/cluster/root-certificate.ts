/** The certificate by which clients trust the API server: a placeholder in PEM form, since nothing here is encrypted. */
export const rootCertificate = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBeDCCAR2gAwIBAgIBADAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwprdWJlcm5l',
  'dGVzMB4XDTI2MDEwMTAwMDAwMFoXDTM2MDEwMTAwMDAwMFowFTETMBEGA1UEAxMK',
  'a3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABG9mIGEgc2ltdWxh',
  '-----END CERTIFICATE-----',
  '',
].join('\n');
