/** Pictures of features. */
package org.timbrel.audio.picture;
