package org.timbrel.kernels.aparapi;

import org.timbrel.engine.backend.Availability;
import org.timbrel.engine.backend.Backend;
import org.timbrel.engine.backend.BackendOptions;
import org.timbrel.engine.backend.BackendProvider;
import org.timbrel.engine.backend.BackendUnavailableException;

/**
 * Announces the backend {@code aparapi}, also where its library is not on the class path: no class that needs the library is
 * named here but by a call.
 */
public final class AparapiBackendProvider implements BackendProvider {
    @Override
    public String name() {
        return "aparapi";
    }

    @Override
    public String purpose() {
        return "kernels written in Java: matrix products and convolutions by OpenCL, the rest as vector";
    }

    @Override
    public int preference() {
        return -100;
    }

    @Override
    public Availability availability() {
        if (!hasLibrary()) {
            return Availability.no(
                    "the library Aparapi is not on the class path",
                    "name aparapi in the command and ./timbrel puts it there; elsewhere add com.aparapi:aparapi");
        }
        return AparapiProbe.result().availability();
    }

    private static boolean hasLibrary() {
        try {
            Class.forName("com.aparapi.Kernel", false, AparapiBackendProvider.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Never: every product goes to the device and back. */
    @Override
    public Availability forAuto() {
        return Availability.no("it is a lesson, slower than the others", "ask for it by --backend aparapi");
    }

    @Override
    public Backend open(BackendOptions options) {
        Availability availability = availability();
        if (!availability.available()) {
            throw new BackendUnavailableException(
                    "backend 'aparapi' can't be opened: " + availability.detail() + "; " + availability.remedy());
        }
        return AparapiBackend.open(options);
    }
}
