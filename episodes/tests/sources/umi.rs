//! UMI replay buffers that are in order.

use crate::real_data;
use crate::zarr::{FIXTURE_LENGTH, Group, fixture, fixture_value};
use restage_episodes::raw::SourceFormat;
use restage_episodes::{tracks, umi};
use serde_json::{Value, json};

#[test]
fn the_real_buffer_holds_the_numbers_of_its_csv_twin() {
    let Some(real) = real_data() else { return };
    let dataset = umi::read(&real.join("umi_grasp_cube/dataset.zarr.zip")).unwrap();
    assert_eq!(dataset.format, SourceFormat::UmiReplayBuffer);
    assert_eq!((dataset.rejected.len(), dataset.warnings.len()), (0, 0), "{:?}", dataset.warnings);
    let lengths: Vec<usize> = dataset.episodes.iter().map(|episode| episode.timestamps.len()).collect();
    assert_eq!(lengths, [290, 24]);

    for (episode, file) in dataset.episodes.iter().zip(["episode_0.csv", "fragment.csv"]) {
        let twin = tracks::read_csv(&real.join("umi_grasp_cube").join(file)).unwrap();
        let twin = &twin.episodes[0];
        let sources = [
            ("robot0_eef_pos", ["x_m", "y_m", "z_m"].as_slice()),
            ("robot0_eef_rot_axis_angle", &["rotvec_x", "rotvec_y", "rotvec_z"]),
            ("robot0_gripper_width", &["gripper_width_m"]),
        ];
        for (array, names) in sources {
            let column = &episode.columns[array];
            assert_eq!(column.width, names.len());
            for row in 0..episode.timestamps.len() {
                for (element, name) in names.iter().enumerate() {
                    let difference = column.row(row)[element] - twin.columns[*name].values[row];
                    assert!(difference.abs() < 1e-6, "{array}[{element}] row {row}: {difference}");
                }
            }
        }
        let times = episode.timestamps.iter().zip(&twin.timestamps);
        assert!(times.clone().all(|(a, b)| (a - b).abs() < 1e-6), "the CSV rounds to microseconds");
    }
    assert_eq!(dataset.episodes[0].columns["robot0_demo_start_pose"].width, 6);
}

#[test]
fn every_compressor_unpacks_what_numcodecs_packed() {
    let group = Group::with_ends(&[FIXTURE_LENGTH as i64]);
    let blosc = json!({"id": "blosc"});
    let packed: [(&str, Value); 10] = [
        ("blosc_lz4_shuffle", blosc.clone()),
        ("blosc_lz4_bitshuffle", blosc.clone()),
        ("blosc_lz4_plain", blosc.clone()),
        ("blosc_lz4hc_shuffle", blosc.clone()),
        ("blosc_zstd_shuffle", blosc.clone()),
        ("blosc_zlib_shuffle", blosc.clone()),
        ("blosc_blosclz_shuffle", blosc.clone()),
        ("blosc_blosclz_bitshuffle", blosc),
        ("zlib", json!({"id": "zlib", "level": 1})),
        ("gzip", json!({"id": "gzip", "level": 1})),
    ];
    let mut names: Vec<&str> = Vec::new();
    for (name, compressor) in &packed {
        let chunk = fixture(&format!("{name}.bin"));
        let length = FIXTURE_LENGTH;
        group.array(&format!("data/{name}"), &[length], &[length], "<f4", compressor, &[("0", chunk)]);
        names.push(name);
    }
    let length = FIXTURE_LENGTH;
    group.array(
        "data/zstd",
        &[length],
        &[length],
        "<f4",
        &json!({"id": "zstd"}),
        &[("0", fixture("zstd.bin"))],
    );
    names.push("zstd");

    let dataset = umi::read(&group.path()).unwrap();
    assert!(dataset.warnings.is_empty(), "{:?}", dataset.warnings);
    assert_eq!(dataset.episodes[0].columns.len(), names.len());
    for name in names {
        let column = &dataset.episodes[0].columns[name];
        for (i, value) in column.values.iter().enumerate() {
            assert!((value - fixture_value(i)).abs() < 1e-6, "{name}[{i}] = {value}");
        }
    }
}

#[test]
fn every_element_type_is_read() {
    let group = Group::with_ends(&[2]);
    let cases: [(&str, &str, Vec<u8>, [f64; 2]); 9] = [
        ("half", "<f2", vec![0x00, 0x3e, 0x00, 0xc0], [1.5, -2.0]),
        ("single", "<f4", [1.5_f32, -2.0].map(f32::to_le_bytes).concat(), [1.5, -2.0]),
        ("double", "<f8", [0.1_f64, -2.0].map(f64::to_le_bytes).concat(), [0.1, -2.0]),
        ("double_big_endian", ">f8", [0.1_f64, -2.0].map(f64::to_be_bytes).concat(), [0.1, -2.0]),
        ("byte", "|u1", vec![255, 3], [255.0, 3.0]),
        ("signed_byte", "|i1", vec![255, 3], [-1.0, 3.0]),
        ("short_big_endian", ">i2", vec![0xff, 0xfe, 0x01, 0x00], [-2.0, 256.0]),
        ("long", "<i8", [-5_i64, 7].map(i64::to_le_bytes).concat(), [-5.0, 7.0]),
        ("flag", "|b1", vec![0, 1], [0.0, 1.0]),
    ];
    for (name, dtype, bytes, _) in &cases {
        group.array(&format!("data/{name}"), &[2], &[2], dtype, &Value::Null, &[("0", bytes.clone())]);
    }
    let dataset = umi::read(&group.path()).unwrap();
    for (name, _, _, expected) in &cases {
        assert_eq!(dataset.episodes[0].columns[*name].values, expected, "{name}");
    }
}

#[test]
fn chunks_are_put_together_whatever_their_order() {
    let group = Group::with_ends(&[3]);
    let bytes = |values: &[u8]| values.to_vec();
    // 3 x 3 in chunks of 2 x 2: the border chunks are padded; chunk 1.1 is not stored and takes the fill value.
    let mut metadata = json!({
        "zarr_format": 2, "shape": [3, 3], "chunks": [2, 2], "dtype": "|u1", "compressor": null,
        "fill_value": 9, "order": "C", "filters": null,
    });
    group.metadata("data/rows_first", &metadata);
    group.file("data/rows_first/0.0", &bytes(&[1, 2, 4, 5]));
    group.file("data/rows_first/0.1", &bytes(&[3, 0, 6, 0]));
    group.file("data/rows_first/1.0", &bytes(&[7, 8, 0, 0]));
    metadata["order"] = json!("F");
    metadata["dimension_separator"] = json!("/");
    group.metadata("data/columns_first", &metadata);
    group.file("data/columns_first/0/0", &bytes(&[1, 4, 2, 5]));
    group.file("data/columns_first/0/1", &bytes(&[3, 6, 0, 0]));
    group.file("data/columns_first/1/0", &bytes(&[7, 0, 8, 0]));
    let dataset = umi::read(&group.path()).unwrap();
    for name in ["rows_first", "columns_first"] {
        let column = &dataset.episodes[0].columns[name];
        assert_eq!(column.values, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], "{name}");
    }
}

#[test]
fn a_zip_with_two_robots_and_a_folder_inside_reads_like_its_directory() {
    let group = Group::with_ends(&[2, 5]);
    for robot in ["robot0", "robot1"] {
        group.floats(&format!("data/{robot}_eef_pos"), 3, &[0.5; 15]);
        group.floats(&format!("data/{robot}_gripper_width"), 1, &[0.01, 0.02, 0.03, 0.04, 0.05]);
    }
    group.floats("data/camera0_tactile", 6, &[1.0; 30]);
    let directory = umi::read(&group.path()).unwrap();
    let zipped = umi::read(&group.zipped("set.zarr/")).unwrap();
    assert_eq!(directory.episodes, zipped.episodes);
    assert_eq!(zipped.name, "set.zarr.zip");
    let second = &zipped.episodes[1];
    assert_eq!(second.columns.len(), 5);
    assert_eq!(second.columns["robot1_gripper_width"].values.len(), 3);
    assert!((second.columns["robot1_gripper_width"].values[0] - 0.03).abs() < 1e-8);
    assert!((second.timestamps[2] - 2.0 * 1001.0 / 60_000.0).abs() < 1e-12);
}

/// Pixel of picture `i` of the JPEG XL fixtures.
fn pixel(i: usize, row: usize, column: usize) -> [u8; 3] {
    [(column * 8) as u8, (row * 10) as u8, ((column + row + 40 * i) * 4) as u8]
}

#[test]
fn pictures_are_decoded_on_demand() {
    let group = Group::with_ends(&[1, 3]);
    let jpegxl = json!({"id": "imagecodecs_jpegxl", "level": 99});
    let chunks = [
        ("0.0.0.0", fixture("picture_0.jxl")),
        ("1.0.0.0", fixture("picture_1.jxl")),
        ("2.0.0.0", fixture("picture_0_lossy.jxl")),
    ];
    group.array("data/camera0_rgb", &[3, 24, 32, 3], &[1, 24, 32, 3], "|u1", &jpegxl, &chunks);
    let raw: Vec<u8> = (0..3 * 24 * 32 * 3).map(|i| (i % 251) as u8).collect();
    let two = raw[..2 * 24 * 32 * 3].to_vec();
    let mut last = raw[2 * 24 * 32 * 3..].to_vec();
    last.resize(two.len(), 0);
    let stored = [("0.0.0.0", two), ("1.0.0.0", last)];
    group.array("data/camera1_rgb", &[3, 24, 32, 3], &[2, 24, 32, 3], "|u1", &Value::Null, &stored);
    group.floats("data/robot0_eef_pos", 3, &[0.0; 9]);

    let dataset = umi::read(&group.path()).unwrap();
    let camera = &dataset.episodes[1].cameras[0];
    assert_eq!((camera.name.as_str(), camera.width, camera.height), ("camera0_rgb", 32, 24));
    let clip = camera.clip.as_ref().unwrap();
    assert_eq!((clip.first_frame, clip.frames), (1, 2));

    let frames = umi::decode_frames(&clip.path, &camera.name, 0..3).unwrap().frames;
    for (i, tolerance) in [(0, 0), (1, 0), (2, 24)] {
        for row in 0..24 {
            for column in 0..32 {
                let place = (row * 32 + column) * 3;
                let expected = pixel(if i == 2 { 0 } else { i }, row, column);
                for (channel, expected) in expected.into_iter().enumerate() {
                    let difference = frames[i][place + channel].abs_diff(expected);
                    assert!(
                        difference <= tolerance,
                        "picture {i} row {row} column {column}: off by {difference}"
                    );
                }
            }
        }
    }
    let frames = umi::decode_frames(&group.path(), "camera1_rgb", 1..3).unwrap().frames;
    assert_eq!(frames.concat(), raw[24 * 32 * 3..]);
}
