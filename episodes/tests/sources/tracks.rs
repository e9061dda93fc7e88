//! CSV and TUM files.

use crate::{faults, real_data};
use restage_episodes::raw::{RawDataset, ReadError, SourceFormat};
use restage_episodes::tracks::{read_csv, read_tum};

fn csv(text: impl AsRef<[u8]>) -> Result<RawDataset, ReadError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("take.csv");
    std::fs::write(&path, text).expect("a file");
    read_csv(&path)
}

fn tum(text: &str) -> Result<RawDataset, ReadError> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("take.txt");
    std::fs::write(&path, text).expect("a file");
    read_tum(&path)
}

#[test]
fn the_real_csv_is_one_episode() {
    let Some(real) = real_data() else { return };
    let dataset = read_csv(&real.join("umi_grasp_cube/episode_0.csv")).unwrap();
    assert_eq!((dataset.format, dataset.name.as_str()), (SourceFormat::Csv, "episode_0.csv"));
    assert!(dataset.warnings.is_empty(), "{:?}", dataset.warnings);
    let episode = &dataset.episodes[0];
    assert_eq!((episode.timestamps.len(), episode.columns.len(), episode.group.clone()), (290, 8, None));
    assert!((episode.timestamps[1] - 0.016683).abs() < 1e-12, "time comes from t_s");
}

#[test]
fn comma_tab_and_semicolon_read_alike() {
    let texts = [
        "t_s,x,label\n0,1.5,a\n0.1,,b\n",
        "t_s\tx\tlabel\n0\t1.5\ta\n0.1\t\tb\n",
        "\u{feff}t_s;x;label\r\n0; 1.5;a\r\n0.1;;b\r\n",
    ];
    for text in texts {
        let dataset = csv(text).unwrap();
        let episode = &dataset.episodes[0];
        assert_eq!(episode.timestamps, [0.0, 0.1]);
        assert_eq!(episode.columns["x"].values[0], 1.5);
        assert!(episode.columns["x"].values[1].is_nan(), "an empty cell is a missing number");
        assert_eq!(dataset.warnings, ["column label holds text and is left out"]);
    }
}

#[test]
fn a_csv_without_time_counts_rows_and_says_so() {
    let dataset = csv("x,closed\n1,true\n2,false\n").unwrap();
    assert_eq!(dataset.episodes[0].timestamps, [0.0, 1.0]);
    assert_eq!(dataset.episodes[0].columns["closed"].values, [1.0, 0.0]);
    assert!(dataset.warnings[0].contains("no time column"));
}

#[test]
fn a_last_line_that_is_cut_off_is_dropped() {
    let dataset = csv("t,x,y\n0,1,2\n1,3,4\n2,5").unwrap();
    assert_eq!(dataset.episodes[0].timestamps, [0.0, 1.0]);
    assert_eq!(dataset.warnings, ["line 4, the last, is cut off and was dropped"]);
    let dataset = tum("# head\n0 1 2 3 0 0 0 1\n\n1 1 2 3 0 0 0 1 # end\n2 1 2 3 0 0").unwrap();
    assert_eq!(dataset.episodes[0].timestamps, [0.0, 1.0]);
    assert_eq!(dataset.warnings, ["line 5, the last, is cut off and was dropped"]);
}

#[test]
fn every_bad_line_is_reported_at_once() {
    let found = faults(csv("t,x,x\n0,1,2\n1,oops,4\n2,5\n3,1,2\n"));
    let text: Vec<String> = found.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(text.join("\n"), @r"
    header: expected one name per column, found `x` empty or twice in take.csv; hint: give every column its own name in the first line
    line 4: expected 3 cells, as in the header, found 2 in take.csv; hint: repair the line
    column x, line 3: expected a number, found `oops` in take.csv; hint: write numbers with a decimal point; leave the cell empty where there is none
    ");
    let found = faults(tum("0 1 2 3 0 0 0 1\n1 1 2 x 0 0 0 1\n2 1 2\n3 1 2 3 0 0 0 1\n"));
    assert_eq!(found.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["line 2", "line 3"]);
    assert_eq!(faults(csv("a,b\n".to_owned() + &"1,x\n2,3\n".repeat(60))).len(), 21);
}

#[test]
fn what_is_no_table_of_numbers_is_refused() {
    assert!(faults(csv("1,2\n3,4\n"))[0].to_string().contains("expected column names in the first line"));
    for text in ["", "t,x\n", "name\nalice\nbob\n"] {
        assert!(!faults(csv(text)).is_empty(), "{text}");
    }
    assert!(faults(csv([b't', 0xff, 0xfe, b'\n']))[0].to_string().contains("UTF-8"));
    assert!(!faults(tum("")).is_empty());
    assert!(matches!(read_tum("no/such/file.txt".as_ref()), Err(ReadError::Io { .. })));
}

#[test]
fn real_tum_files_are_read() {
    let Some(real) = real_data() else { return };
    let folder = real.join("headset_motion");
    let truth = read_tum(&folder.join("quest2_traj1/traj1_tool1_gt.txt")).unwrap();
    assert_eq!((truth.format, truth.episodes[0].timestamps.len()), (SourceFormat::Tum, 4731));
    let head = read_tum(&folder.join("human_head/optitrack_head_part1.txt")).unwrap();
    let episode = &head.episodes[0];
    assert_eq!(episode.timestamps.len(), 8400);
    assert_eq!((episode.columns["y"].values[0], episode.columns["qw"].values[0]), (0.720265627, 0.977710783));
    // The raw log of the headset is comma separated without a header.
    assert!(read_csv(&folder.join("quest2_traj1/center_eye_traj1.txt")).is_err());
}
