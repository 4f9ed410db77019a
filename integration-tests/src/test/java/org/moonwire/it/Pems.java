package org.moonwire.it;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What is in a key store with one key, as PEM text. */
record Pems(KeyStore store, String alias) {
  private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";

  String certificate() throws GeneralSecurityException {
    Certificate certificate = store.getCertificate(alias);
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  String key() throws GeneralSecurityException {
    return pem("PRIVATE KEY", privateKey().getEncoded());
  }

  String encryptedKey(String password) throws Exception {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        SecretKeyFactory.getInstance(CIPHER)
            .generateSecret(new PBEKeySpec(password.toCharArray())));
    byte[] encrypted = cipher.doFinal(privateKey().getEncoded());
    // The class below knows the scheme by its other name only.
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    return pem(
        "ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(parameters, encrypted).getEncoded());
  }

  private Key privateKey() throws GeneralSecurityException {
    return store.getKey(alias, "changeit".toCharArray());
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }
}
