"""What a kernel knows of a roller-hearth kiln."""


class Kiln:
    """A kiln with its saggar line; its zones and rows lie in arrays beside it."""

    source: float
    destination: float
    channel: float
    speed_m_per_h: float
    zone_m: float
    room_c: float
    cursor: float
    base_kw: float
    running: float
    """Whether drives and fans run: off in a cold kiln."""
    dummy_j_per_k: float
    """Heat capacity of the saggars of one row."""
    face_j_per_k: float
    lining_j_per_k: float
    face_to_lining_w_per_k: float
    loss_w_per_k: float
    neighbour_w_per_k: float
    controller_gain_per_k: float
    controller_integral_s: float
    nitrogen_nm3_per_h: float
    """What flows now."""
    nitrogen_setpoint_nm3_per_h: float
    nitrogen_share: float
    """What the supply gives of what is asked for (1)."""
    nitrogen_low_share: float
    supply_ppm: float
    leak_nm3_per_h: float
    door_air_nm3: float
    """Air that the inlet lock lets in with every push."""
    door_dip_pa: float
    door_s: float
    door_pa: float
    """Pressure that the open door still takes."""
    oxygen_ppm: float
    """The highest of the sections."""
    oxygen_trip_ppm: float
    oxygen_clear_ppm: float
    carbon_monoxide_share: float
    carbon_monoxide_percent: float
    pressure_pa: float
    pressure_setpoint_pa: float
    pressure_low_pa: float
    damper: float
    damper_low: float
    damper_high: float
    damper_integral_s: float
    exhaust_share: float
    """What the exhaust draws of what it should (1): tar, or a fan that fails."""
    exhaust_low_share: float
    exhaust_nm3_per_h: float
    """Gas for which a damper of 1 holds the pressure."""
    purging: float
    purge_share: float
    boosting: float
    boost_share: float
    blocked: float
    """Why no feed may be taken, a cause of its interlocks; zero: it may."""
    flag: float
    burn_nitrogen_nm3_per_t: float
    roller_torque_percent: float
    torque_empty_percent: float
    torque_load_percent: float
    torque_trip_percent: float
    jam_percent: float
    jam_m: float
    """Where a jammed saggar stops all rows behind it, from the inlet; zero: nowhere."""
    gap_rows: float
    """Pushes without a row since the jam."""
    soak_c: float
    dust_share: float
    rows_product: float
    saggars_free: float
    saggar_passes: float
    """How often a saggar was in the kiln, on the average."""
    saggars_cracked: float
    coating_ppm: float
    """What the saggars' coating leaves in the powder of one pass."""
    power_kw: float
    heaters_kw: float
    heaters_cut: float
    """Zones whose heaters are cut off by their own limits."""
    heater_over_k: float
    limiter_c: float
    soak_kw: float
    """Heating of the zones whose set-points are the highest."""
    soak_deviation_k: float
    """The largest distance of a soak zone, as its controller sees it, from its set-point."""
    row_kwh: float
    """Energy of one row place since the beginning."""
    row_nitrogen_nm3: float
    idle_kwh: float
    idle_nitrogen_nm3: float
