/** Audio files into mono samples: {@link org.timbrel.audio.decode.AudioFile} is the way in. */
package org.timbrel.audio.decode;
