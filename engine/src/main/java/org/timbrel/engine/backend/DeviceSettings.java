package org.timbrel.engine.backend;

import java.util.List;

/**
 * What the kernels of a device are set to.
 *
 * @param device its name
 * @param origin where the settings come from, in a few words
 * @param settings by their names
 * @param notes what else is to be said, a sentence each
 */
public record DeviceSettings(String device, String origin, List<Setting> settings, List<String> notes) {
    /**
     * One number.
     *
     * @param name of the setting
     * @param value that the device takes
     * @param shipped value that it would take if nobody had changed anything
     * @param meaning what it is
     */
    public record Setting(String name, int value, int shipped, String meaning) {}
}
